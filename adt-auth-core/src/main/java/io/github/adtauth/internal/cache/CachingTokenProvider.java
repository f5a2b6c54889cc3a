package io.github.adtauth.internal.cache;

import io.github.adtauth.token.TokenProvider;

/**
 * Marks a provider of this library that needs no further cache: it caches its tokens, and it drops
 * them when the user signs out, the session ends, or another account becomes current. A second
 * cache would not notice that. {@code ArchitectureTest} requires the mark of every provider that
 * applications can obtain.
 */
public interface CachingTokenProvider extends TokenProvider {}
