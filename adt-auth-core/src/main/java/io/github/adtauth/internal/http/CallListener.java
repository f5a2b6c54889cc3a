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
 * Notifies the listener of a client's calls. Without a listener of the client, it notifies that of
 * the token provider. Exceptions thrown by a listener or a custom provider do not fail the call.
 * Copies for other principals share the limit for warnings. Immutable.
 *
 * @param listener the listener that was set on the client, or {@link AuthListener#NONE}
 * @param tokens the provider of the client; null if each request has its own
 * @param failures logs exceptions thrown by listeners
 */
public record CallListener(
    AuthListener listener, @Nullable TokenProvider tokens, ListenerFailures failures) {
  public CallListener(AuthListener listener, @Nullable TokenProvider tokens, LongSupplier ticker) {
    this(
        listener,
        tokens,
        new ListenerFailures(LoggerFactory.getLogger(AuthListener.class), "AuthListener", ticker));
  }

  /** Returns whether each request must have its own token provider. */
  boolean hasNoPrincipal() {
    return tokens == null;
  }

  CallListener withTokens(TokenProvider tokens) {
    return new CallListener(listener, tokens, failures);
  }

  /** Notifies the listener that the resource rejected the token of a request. */
  void challengeReceived(Request request, boolean claims) {
    try {
      of(request).challengeReceived(request.url().host(), claims);
    } catch (Throwable e) {
      failures.handle(e);
    }
  }

  /** Notifies the listener that a request is about to be retried. */
  void retrying(Request request, int attempt, Duration delay, String reason) {
    try {
      of(request).retrying(request.url().host(), attempt, delay, reason);
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
    if (listener != AuthListener.NONE) {
      return listener;
    }
    TokenProvider provider = tokens == null ? request.tag(TokenProvider.class) : tokens;
    AuthListener providerListener = provider == null ? null : provider.listener();
    return providerListener == null ? AuthListener.NONE : providerListener;
  }
}
