/**
 * Stores for tokens, sessions and sign-outs, in memory and in encrypted files. Start with {@link
 * io.github.adtauth.store.TokenStore}.
 */
@NullMarked
package io.github.adtauth.store;

import org.jspecify.annotations.NullMarked;
