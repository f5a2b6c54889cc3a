/** Configuration, exceptions and event listeners. */
@NullMarked
package io.github.adtauth;

import org.jspecify.annotations.NullMarked;
