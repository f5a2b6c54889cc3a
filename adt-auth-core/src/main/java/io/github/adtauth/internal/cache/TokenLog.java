package io.github.adtauth.internal.cache;

import io.github.adtauth.AdtException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.log.WarningLimit;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.token.TokenProvider;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs token events: each event at DEBUG, and failures that an operator has to act on at WARN, once
 * a minute for each kind of failure and client. The use of a cached token is not an event. No line
 * contains a token, a claim, a user name or a secret: principals are labels, and the messages of
 * the library's exceptions are sanitized. For any other exception only the type is logged.
 * Thread-safe.
 */
public final class TokenLog {
  private static final Logger LOG = LoggerFactory.getLogger(TokenProvider.class);

  private final WarningLimit limit;

  /** Creates a log with a separate limit for warnings. */
  public TokenLog(Timing timing) {
    limit = new WarningLimit(timing.ticker());
  }

  /** Logs a new token; {@code refreshed} if it replaces another one of the same owner. */
  public void acquired(TokenOwner owner, Duration took, Instant expiresAt, boolean refreshed) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} a token for {} in {} ms; it expires at {}.",
          refreshed ? "Refreshed" : "Acquired",
          name(owner),
          took.toMillis(),
          expiresAt);
    }
  }

  /**
   * Logs a request for a token that failed: at WARN if the token service rejected the credential or
   * the registration, or is unavailable; at DEBUG if the user has to act, or if another provider of
   * a chain may succeed.
   */
  public void failed(TokenOwner owner, Duration took, Throwable failure) {
    if (isForTheOperator(failure)) {
      warn(client(owner), name(owner), failure);
    } else if (LOG.isDebugEnabled()) {
      LOG.debug(
          "Failed to acquire a token for {} after {} ms: {}",
          name(owner),
          took.toMillis(),
          text(failure));
    }
  }

  /**
   * Logs a failure at WARN, or at DEBUG within a minute after the last one of its kind.
   *
   * @param client the client that the limit applies to, together with the kind of failure
   * @param principal the owner of the token, in displayable form
   */
  public void warn(String client, String principal, Throwable failure) {
    long suppressed = limit.acquire(kind(failure) + " " + client);
    if (suppressed == WarningLimit.SUPPRESSED) {
      LOG.debug("Failed to acquire a token for {}: {}", principal, text(failure));
    } else {
      LOG.warn(
          "Failed to acquire a token for {}: {}{}",
          principal,
          text(failure),
          WarningLimit.sentence(suppressed));
    }
  }

  /** Logs a failure of the store; the call continues without it. */
  public void storeFailed(String operation, Exception failure) {
    long suppressed = limit.acquire("store " + operation);
    if (suppressed != WarningLimit.SUPPRESSED) {
      LOG.warn(
          "The token store failed to {}; continuing without it: {}{}",
          operation,
          Redactor.sanitize(failure.toString(), 300),
          WarningLimit.sentence(suppressed));
    }
  }

  /** Logs that a custom task decorator failed; the token request runs without it. */
  void decoratorFailed(Throwable failure) {
    long suppressed = limit.acquire("task decorator");
    if (suppressed != WarningLimit.SUPPRESSED) {
      LOG.warn(
          "Exception thrown by the task decorator{}", WarningLimit.sentence(suppressed), failure);
    }
  }

  /** Logs that the resource rejected a cached token. */
  public void evicted(TokenOwner owner) {
    if (LOG.isDebugEnabled()) {
      LOG.debug("Dropped the cached token for {}: the resource rejected it.", name(owner));
    }
  }

  private static boolean isForTheOperator(Throwable failure) {
    return failure instanceof CredentialException
        || failure instanceof RegistrationException
        || failure instanceof UnavailableException
        || failure instanceof UnexpectedResponseException;
  }

  private static String kind(Throwable failure) {
    String type = failure.getClass().getSimpleName();
    return failure instanceof AdtException e && !e.aadstsCodes().isEmpty()
        ? type + " AADSTS" + e.aadstsCodes().get(0)
        : type;
  }

  private static String text(Throwable failure) {
    return failure instanceof AdtException
        ? failure.getClass().getSimpleName() + ": " + failure.getMessage()
        : failure.getClass().getName();
  }

  private static String name(TokenOwner owner) {
    Principal principal = owner.principal();
    String label = principal.label();
    if (owner.clientId().isEmpty()) {
      return label;
    }
    return principal.kind() == Principal.Kind.APPLICATION
        ? client(owner)
        : label + " of " + client(owner);
  }

  private static String client(TokenOwner owner) {
    return owner.clientId().isEmpty()
        ? owner.principal().label()
        : "application " + owner.clientId() + " in tenant " + owner.tenant();
  }
}
