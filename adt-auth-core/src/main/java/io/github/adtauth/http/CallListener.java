package io.github.adtauth.http;

import io.github.adtauth.AuthListener;
import io.github.adtauth.token.TokenProvider;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The listener of a client's calls: the client's own, otherwise that of the token provider.
 *
 * @param own the listener that was set on the client, or {@link AuthListener#NONE}
 * @param fixed the provider of the client; null if each request names one
 */
record CallListener(AuthListener own, @Nullable TokenProvider fixed) {
  /** Returns whether each request has to name its principal. */
  boolean isForAnybody() {
    return fixed == null;
  }

  CallListener as(TokenProvider tokens) {
    return new CallListener(own, tokens);
  }

  /** A custom provider may throw or return null, which must not fail the call. */
  private static AuthListener guarded(TokenProvider tokens) {
    try {
      AuthListener listener = tokens.listener();
      return listener == null ? AuthListener.NONE : AuthListener.guarded(listener);
    } catch (RuntimeException e) {
      return AuthListener.NONE;
    }
  }

  /**
   * Returns the guarded listener of a request. It is looked up for each request, because a chain
   * may choose its provider late.
   */
  AuthListener of(Request request) {
    if (own != AuthListener.NONE) {
      return own;
    }
    TokenProvider tokens = fixed == null ? request.tag(TokenProvider.class) : fixed;
    return tokens == null ? AuthListener.NONE : guarded(tokens);
  }
}
