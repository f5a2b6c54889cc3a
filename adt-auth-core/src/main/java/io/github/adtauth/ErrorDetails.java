package io.github.adtauth;

import io.github.adtauth.internal.text.CorrelationIds;
import io.github.adtauth.internal.text.Redactor;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The details of an {@link AdtException}, collected before the exception is created. Not
 * thread-safe. Must not contain a secret.
 */
public final class ErrorDetails implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MAX_MESSAGE_LENGTH = 3000;
  private static final int MAX_CODE_LENGTH = 128;

  final String message;
  @Nullable Throwable cause;
  @Nullable Fix fix;
  int status;
  @Nullable String errorCode;
  @Nullable String suberror;

  @SuppressWarnings("serial") // List.copyOf returns a serializable list
  List<Integer> aadstsCodes = List.of();

  @Nullable String correlationId;
  @Nullable String traceId;
  @Nullable String claims;
  @Nullable Duration retryAfter;
  @Nullable String accountId;

  private ErrorDetails(String message) {
    this.message = Redactor.line(Objects.requireNonNull(message, "message"), MAX_MESSAGE_LENGTH);
  }

  /**
   * Creates details with a sentence that describes the failure. The message is put on one line,
   * redacted and truncated to 3000 characters. It should not name users.
   */
  public static ErrorDetails of(String message) {
    return new ErrorDetails(message);
  }

  /** Returns a copy with a sentence appended to the message; an empty one changes nothing. */
  public ErrorDetails and(String sentence) {
    return copyTo(of(sentence.isEmpty() ? message : message + " " + sentence));
  }

  ErrorDetails copy() {
    return copyTo(of(message));
  }

  private ErrorDetails copyTo(ErrorDetails other) {
    return other
        .cause(cause)
        .fix(fix)
        .status(status)
        .errorCode(errorCode)
        .suberror(suberror)
        .aadstsCodes(aadstsCodes)
        .correlationId(correlationId)
        .traceId(traceId)
        .claims(claims)
        .retryAfter(retryAfter)
        .accountId(accountId);
  }

  /** Sets the cause. */
  public ErrorDetails cause(@Nullable Throwable value) {
    cause = value;
    return this;
  }

  /** Sets how to fix the error. */
  public ErrorDetails fix(@Nullable Fix value) {
    fix = value;
    return this;
  }

  /** Sets the HTTP status; 0 if there was no response. */
  public ErrorDetails status(int value) {
    status = value;
    return this;
  }

  /** Sets the service's machine-readable error code, such as OAuth's {@code error}. */
  public ErrorDetails errorCode(@Nullable String value) {
    errorCode = value == null ? null : Redactor.line(value, MAX_CODE_LENGTH);
    return this;
  }

  /** Sets the {@code suberror} of Entra ID. */
  public ErrorDetails suberror(@Nullable String value) {
    suberror = value == null ? null : Redactor.line(value, MAX_CODE_LENGTH);
    return this;
  }

  /** Sets the AADSTS codes of Entra ID. */
  public ErrorDetails aadstsCodes(List<Integer> value) {
    aadstsCodes = List.copyOf(value);
    return this;
  }

  /** Sets the correlation id of the request. A value that is not a GUID is ignored. */
  public ErrorDetails correlationId(@Nullable String value) {
    correlationId = CorrelationIds.parse(value);
    return this;
  }

  /**
   * Sets the trace id of the request. A value that is not a GUID, with or without hyphens, is
   * ignored.
   */
  public ErrorDetails traceId(@Nullable String value) {
    traceId = CorrelationIds.parse(value);
    return this;
  }

  /** Sets the claims that Entra ID or the resource requests, as JSON. */
  public ErrorDetails claims(@Nullable String value) {
    claims = value;
    return this;
  }

  /** Sets the delay before a retry. */
  public ErrorDetails retryAfter(@Nullable Duration value) {
    retryAfter = value;
    return this;
  }

  /** Sets the id of the account of the failed request; the message does not contain it. */
  public ErrorDetails accountId(@Nullable String value) {
    accountId = value;
    return this;
  }

  String text() {
    StringBuilder text = new StringBuilder(message);
    if (fix != null) {
      text.append(' ').append(fix);
    }
    String separator = " [";
    for (String part :
        new String[] {
          status == 0 ? null : "status " + status,
          errorCode == null ? null : "error " + errorCode,
          suberror == null ? null : "suberror " + suberror,
          aadstsCodes.isEmpty() ? null : "AADSTS" + aadstsCodes.get(0),
          correlationId == null ? null : "correlation id " + correlationId,
          traceId == null ? null : "trace id " + traceId
        }) {
      if (part != null) {
        text.append(separator).append(part);
        separator = ", ";
      }
    }
    return separator.equals(" [") ? text.toString() : text.append(']').toString();
  }
}
