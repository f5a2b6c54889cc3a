/** Delays between attempts, and durations in messages. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.time;

import org.jspecify.annotations.NullMarked;
