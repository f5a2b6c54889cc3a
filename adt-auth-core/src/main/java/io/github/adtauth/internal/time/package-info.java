/** Delays between attempts. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.time;

import org.jspecify.annotations.NullMarked;
