/** Logging of token events, and errors of token providers. Not exported. */
@NullMarked
package io.github.adtauth.internal.token;

import org.jspecify.annotations.NullMarked;
