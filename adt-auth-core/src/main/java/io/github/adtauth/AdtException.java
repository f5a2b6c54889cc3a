package io.github.adtauth;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The base class of the exceptions that this library throws at run time.
 *
 * <p>Each subclass has one remedy: sign in again, have consent granted, have an administrator admit
 * the user, reject the inbound token, fix the credential, fix the registration, or retry later.
 * Invalid settings cause an {@link IllegalArgumentException} instead. Messages contain no secrets.
 * Immutable and thread-safe: the details are copied.
 */
public abstract class AdtException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorDetails details;

  /** Creates an exception with these details. */
  protected AdtException(ErrorDetails details) {
    super(details.text(), details.cause);
    this.details = details.copy(); // the caller may modify the original
  }

  /**
   * Returns an exception with the same type and details, the stack trace of the calling thread and
   * this exception as its cause. Each caller that shared a failed request receives its own.
   */
  public final AdtException forThisCaller() {
    return with(details.copy().cause(this));
  }

  /**
   * Returns this exception with a link to the application's portal page for its {@link #fix()}. If
   * there is no such page, returns this exception unchanged.
   */
  public final AdtException forApplication(URI authorityHost, String tenant, String clientId) {
    Fix fix = details.fix;
    if (fix == null) {
      return this;
    }
    Fix linked = fix.forApplication(authorityHost, tenant, clientId);
    return linked.equals(fix) ? this : with(details.copy().fix(linked));
  }

  /**
   * Returns an exception with the same type and details that names the account of the failed
   * request.
   */
  public final AdtException forAccount(String accountId) {
    return with(details.copy().accountId(accountId));
  }

  /** Returns an exception of the same type with these details. */
  protected abstract AdtException with(ErrorDetails details);

  /** Returns the reason for the failure: the message without the fix and the ids. */
  public final String reason() {
    return details.message;
  }

  /** Returns how to fix the error, if that is known. */
  public final Optional<Fix> fix() {
    return Optional.ofNullable(details.fix);
  }

  /** Returns whether the same call may succeed later without any change. */
  public boolean isRetryable() {
    return false;
  }

  /** Returns the delay that the service requested before a retry. */
  public final Optional<Duration> retryAfter() {
    return Optional.ofNullable(details.retryAfter);
  }

  /** Returns the HTTP status, or 0 if there was no response. */
  public final int status() {
    return details.status;
  }

  /** Returns the service's error code, such as OAuth's {@code error} (RFC 6749 5.2). */
  public final Optional<String> errorCode() {
    return Optional.ofNullable(details.errorCode);
  }

  /** Returns the {@code suberror} of Entra ID. */
  public final Optional<String> suberror() {
    return Optional.ofNullable(details.suberror);
  }

  /** Returns the AADSTS codes of Entra ID. They are for people and logs, not for control flow. */
  public final List<Integer> aadstsCodes() {
    return details.aadstsCodes;
  }

  /** Returns the correlation id, which identifies the request in the service's logs. */
  public final Optional<String> correlationId() {
    return Optional.ofNullable(details.correlationId);
  }

  /** Returns the trace id, which identifies the request in the service's logs. */
  public final Optional<String> traceId() {
    return Optional.ofNullable(details.traceId);
  }

  /**
   * Returns the id of the account of the failed request, if a signed-in user sent it. The id has
   * the form {@code oid.tid}, like the {@code id} of a {@code signin.Account}. The message does not
   * contain it.
   */
  public final Optional<String> accountId() {
    return Optional.ofNullable(details.accountId);
  }

  /** Returns the requested claims as JSON, or null. */
  protected final @Nullable String claimsJson() {
    return details.claims;
  }
}
