/**
 * An in-memory Digital Twins instance that responds like the recorded service, and a fake of the
 * retired 2018 management API. For tests and samples only.
 */
@NullMarked
package io.github.adtauth.testkit.twins;

import org.jspecify.annotations.NullMarked;
