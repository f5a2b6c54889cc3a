package io.github.adtauth;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Root of everything this library reports at run time, sorted by what the caller can do: sign in
 * again, have consent granted, have an administrator let the user in, reject the inbound token, fix
 * the credential, fix the registration, or try later. Wrong settings are an {@link
 * IllegalArgumentException} instead. Messages contain no secrets. Immutable and thread-safe: the
 * details are copied.
 */
public abstract class AdtException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorDetails details;

  /** Makes an exception of its details. */
  protected AdtException(ErrorDetails details) {
    super(details.text(), details.cause);
    this.details = details.copy(); // whoever gathered them may gather on
  }

  /**
   * Returns an exception of the same type and facts with the stack of the calling thread, and this
   * one as its cause: for a caller that only shared the failed request.
   */
  public final AdtException forThisCaller() {
    return with(details.copy().cause(this));
  }

  /**
   * Returns the same with the link to the page of this application where its {@link #fix()} is
   * done, where there is such a page.
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
   * Returns an exception of the same type and facts that names the account the failed request was
   * for.
   */
  public final AdtException forAccount(String accountId) {
    return with(details.copy().accountId(accountId));
  }

  /** Returns an exception of the same type with these details. */
  protected abstract AdtException with(ErrorDetails copy);

  /** Returns what happened: the message without what to do about it and without ids. */
  public final String reason() {
    return details.message;
  }

  /** Returns what to do about it, where that is known. */
  public final Optional<Fix> fix() {
    return Optional.ofNullable(details.fix);
  }

  /** Tells whether the same call may succeed later without anybody mending anything. */
  public boolean isRetryable() {
    return false;
  }

  /** Returns how long the service asked to wait before another try. */
  public final Optional<Duration> retryAfter() {
    return Optional.ofNullable(details.retryAfter);
  }

  /** Returns the HTTP status, or 0 if there was no answer. */
  public final int status() {
    return details.status;
  }

  /** Returns the service's error code: OAuth's {@code error} (RFC 6749 5.2), or its own. */
  public final Optional<String> errorCode() {
    return Optional.ofNullable(details.errorCode);
  }

  /** Returns Entra's {@code suberror}. */
  public final Optional<String> suberror() {
    return Optional.ofNullable(details.suberror);
  }

  /** Returns Entra's AADSTS codes; for people and logs, not for control flow. */
  public final List<Integer> aadstsCodes() {
    return details.aadstsCodes;
  }

  /** Returns the correlation id, for the service's logs. */
  public final Optional<String> correlationId() {
    return Optional.ofNullable(details.correlationId);
  }

  /** Returns the trace id, for the service's logs. */
  public final Optional<String> traceId() {
    return Optional.ofNullable(details.traceId);
  }

  /**
   * Returns the id of the account that the failed request was for ({@code oid.tid}, the {@code id}
   * of a {@code signin.Account}), where it was the request of a signed-in user. Not in the message.
   */
  public final Optional<String> accountId() {
    return Optional.ofNullable(details.accountId);
  }

  /** Returns the demanded claims as JSON, or null. */
  protected final @Nullable String claimsJson() {
    return details.claims;
  }
}
