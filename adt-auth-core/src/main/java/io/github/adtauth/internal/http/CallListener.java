package io.github.adtauth.internal.http;

import io.github.adtauth.AuthListener;
import io.github.adtauth.internal.log.ListenerFailures;
import io.github.adtauth.token.TokenProvider;
import java.time.Duration;
import java.util.function.LongSupplier;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Notifies the listener of a client's calls: the client's own, otherwise that of the token
 * provider. What a listener or a custom provider throws does not fail the call. Copies for other
 * principals share the limit for warnings. Immutable.
 *
 * @param own the listener that was set on the client, or {@link AuthListener#NONE}
 * @param fixed the provider of the client; null if each request names one
 * @param failures logs what listeners throw
 */
public record CallListener(
    AuthListener own, @Nullable TokenProvider fixed, ListenerFailures failures) {
  public CallListener(AuthListener own, @Nullable TokenProvider fixed, LongSupplier ticker) {
    this(
        own,
        fixed,
        new ListenerFailures(LoggerFactory.getLogger(AuthListener.class), "AuthListener", ticker));
  }

  /** Returns whether each request has to name its principal. */
  boolean hasNoPrincipal() {
    return fixed == null;
  }

  CallListener withTokens(TokenProvider tokens) {
    return new CallListener(own, tokens, failures);
  }

  /** Notifies the listener that the resource rejected the token of a request. */
  void challenged(Request request, boolean claims) {
    try {
      of(request).challengeReceived(request.url().host(), claims);
    } catch (Throwable e) {
      failures.handle(e);
    }
  }

  /** Notifies the listener that a request is about to be retried. */
  void retrying(Request request, int attempt, Duration wait, String reason) {
    try {
      of(request).retrying(request.url().host(), attempt, wait, reason);
    } catch (Throwable e) {
      failures.handle(e);
    }
  }

  /**
   * Returns the listener of a request. It is looked up for each request, because a chain may choose
   * its provider late.
   */
  @SuppressWarnings("ConstantConditions") // a custom provider may return null
  private AuthListener of(Request request) {
    if (own != AuthListener.NONE) {
      return own;
    }
    TokenProvider tokens = fixed == null ? request.tag(TokenProvider.class) : fixed;
    AuthListener listener = tokens == null ? null : tokens.listener();
    return listener == null ? AuthListener.NONE : listener;
  }
}
