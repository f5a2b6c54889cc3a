/**
 * A Digital Twins instance in memory that answers as the recorded service does, and a stand-in of
 * the retired 2018 management API. For tests and samples only.
 */
@NullMarked
package io.github.adtauth.testkit.twins;

import org.jspecify.annotations.NullMarked;
