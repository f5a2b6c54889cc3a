/** The log of tokens. */
@NullMarked
package io.github.adtauth.internal.token;

import org.jspecify.annotations.NullMarked;
