package io.github.adtauth.token;

import io.github.adtauth.AuthListener;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives access tokens of one principal. A lambda around any other library is one. Implementations
 * are thread-safe, end when the calling thread is interrupted, and never prompt.
 */
@FunctionalInterface
public interface TokenProvider {
  /**
   * Returns a token for the request, waiting for the token service if need be.
   *
   * @throws IOException if the token could not be had for reasons of the network
   * @throws io.github.adtauth.AdtException if the token service refused it; the type says what to
   *     do
   */
  AccessToken token(TokenRequest request) throws IOException;

  /** Returns a token that is at hand without waiting and still valid, or null. */
  default @Nullable AccessToken tokenAtHand(TokenRequest request) {
    return null;
  }

  /**
   * Tries providers in this order, and keeps to the first that gives a token: an outage does not
   * change who calls. None is probed before a token is asked for. While none has given one, each
   * call tries all; the exception then says of each why it did not serve.
   *
   * @throws IllegalArgumentException if there is none to try
   */
  static TokenProvider firstOf(TokenProvider... providers) {
    return firstOf(AuthListener.NONE, providers);
  }

  /**
   * As {@link #firstOf(TokenProvider...)}; tells the listener which was chosen.
   *
   * @throws IllegalArgumentException if there is none to try
   */
  static TokenProvider firstOf(AuthListener listener, TokenProvider... providers) {
    return new FirstOf(List.of(providers), listener);
  }

  /**
   * Puts the cache of this library in front of a provider of yours: one request at a time, refresh
   * in the background, no call lost while the old token is valid.
   */
  static TokenProvider cached(TokenProvider yours) {
    return TokenCache.builder().build().provider(TokenOwner.external(), yours);
  }
}
