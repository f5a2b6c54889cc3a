/** Limits for the values that a store returns. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.store;

import org.jspecify.annotations.NullMarked;
