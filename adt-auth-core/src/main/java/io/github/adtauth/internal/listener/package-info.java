/** Wrappers of {@link io.github.adtauth.AuthListener}. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.listener;

import org.jspecify.annotations.NullMarked;
