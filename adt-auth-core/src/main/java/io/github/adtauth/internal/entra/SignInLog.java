package io.github.adtauth.internal.entra;

import io.github.adtauth.AdtException;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.text.CorrelationIds;
import java.time.Duration;
import okhttp3.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs sign-ins and token requests. No line contains a token, a claim or a secret. Thread-safe. */
public final class SignInLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.adtauth.signin.SignIn");

  private final TokenClientContext context;

  /** Creates a log for one client. */
  public SignInLog(TokenClientContext context) {
    this.context = context;
  }

  /** Logs which account signed in, so that a user notices an unexpected account. */
  public void signedIn(String accountLabel) {
    LOG.info("Signed in as {}.", accountLabel);
  }

  /**
   * Logs an interactive sign-in that failed.
   *
   * @param startedAt when it started, in ticks
   */
  public void signInFailed(long startedAt, AdtException failure) {
    Duration took = Duration.ofNanos(context.timing().ticker().getAsLong() - startedAt);
    context.log().failed(context.owner(Principal.application(context.clientId())), took, failure);
  }

  /** Logs a failure of the store and notifies the listener; the operation continues without it. */
  public void storeFailed(String operation, Exception failure) {
    context.log().storeFailed(operation, failure);
    context.listener().storeFailed(operation, failure);
  }

  /**
   * Logs a granted token request with its correlation ID.
   *
   * @param sentAt when the request was sent, in ticks
   */
  public void granted(GrantType grant, long sentAt, TokenEndpointResponse response) {
    if (LOG.isDebugEnabled()) {
      Headers headers =
          RequestSecretRedactor.of(response.requestForm()).headers(response.headers());
      String id = CorrelationIds.parse(headers.get("client-request-id"));
      if (id == null) {
        id = CorrelationIds.parse(headers.get("x-ms-request-id"));
      }
      LOG.debug(
          "{} granted {} in {} ms, correlation id {}.",
          context.authorityHost().getHost(),
          grant,
          millisSince(sentAt),
          id == null ? "none" : id);
    }
  }

  /**
   * Logs a token request that failed or was rejected.
   *
   * @param sentAt when the request was sent, in ticks
   */
  public void failed(GrantType grant, long sentAt, AdtException failure) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} did not grant {} after {} ms: {}",
          context.authorityHost().getHost(),
          grant,
          millisSince(sentAt),
          failure.getMessage());
    }
  }

  private long millisSince(long ticks) {
    return Duration.ofNanos(context.timing().ticker().getAsLong() - ticks).toMillis();
  }
}
