package io.github.adtauth.http;

import io.github.adtauth.AuthListener;
import io.github.adtauth.token.TokenProvider;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The listener of a client's calls: the client's own, otherwise that of the token provider.
 *
 * @param own what was given to the client, or {@link AuthListener#NONE}
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

  /** A user's own provider may throw, or return null: that must not break the call. */
  private static AuthListener guarded(TokenProvider tokens) {
    try {
      AuthListener listener = tokens.listener();
      return listener == null ? AuthListener.NONE : AuthListener.guarded(listener);
    } catch (RuntimeException e) {
      return AuthListener.NONE;
    }
  }

  /** Returns the listener of a request, guarded; a chain may choose its provider late. */
  AuthListener of(Request request) {
    if (own != AuthListener.NONE) {
      return own;
    }
    TokenProvider tokens = fixed == null ? request.tag(TokenProvider.class) : fixed;
    return tokens == null ? AuthListener.NONE : guarded(tokens);
  }
}
