package io.github.adtauth.internal.cache;

import io.github.adtauth.token.TokenProvider;
import org.jspecify.annotations.Nullable;

/**
 * Marks a provider of this library that needs no further cache: it caches its tokens, and it drops
 * them when the user signs out, the session ends, or another account becomes current. A second
 * cache would not notice that. {@code ArchitectureTest} requires the mark of every provider that
 * applications can obtain.
 */
public interface CachingTokenProvider extends TokenProvider {
  /**
   * Returns the principal for which a new operation would call now, or null if it is always the
   * same or not known yet.
   */
  default @Nullable Principal currentPrincipal() {
    return null;
  }
}
