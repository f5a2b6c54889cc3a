/**
 * What a token is, whose it is, how fresh it is, and the cache in front of every way to sign in.
 */
@NullMarked
package io.github.adtauth.token;

import org.jspecify.annotations.NullMarked;
