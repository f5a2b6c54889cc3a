package io.github.adtauth;

import io.github.adtauth.internal.text.CorrelationIds;
import io.github.adtauth.internal.text.Redactor;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The facts of an {@link AdtException}, gathered before it is made. Not thread-safe; never holds a
 * secret.
 */
public final class ErrorDetails implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MAX_MESSAGE = 3000;
  private static final int MAX_CODE = 128;

  final String message;
  @Nullable Throwable cause;
  @Nullable Fix fix;
  int status;
  @Nullable String errorCode;
  @Nullable String suberror;

  @SuppressWarnings("serial") // what List.copyOf gives is serializable
  List<Integer> aadstsCodes = List.of();

  @Nullable String correlationId;
  @Nullable String traceId;
  @Nullable String claims;
  @Nullable Duration retryAfter;
  @Nullable String accountId;

  private ErrorDetails(String message) {
    this.message = Redactor.line(Objects.requireNonNull(message, "message"), MAX_MESSAGE);
  }

  /**
   * Begins with a sentence that says what happened. It is put on one line and cut after 3000
   * characters; the names of users do not belong into it.
   */
  public static ErrorDetails of(String message) {
    return new ErrorDetails(message);
  }

  /** Returns a copy whose message goes on with a sentence; an empty one changes nothing. */
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

  /** Adds what caused it. */
  public ErrorDetails cause(@Nullable Throwable value) {
    cause = value;
    return this;
  }

  /** Adds what to do about it. */
  public ErrorDetails fix(@Nullable Fix value) {
    fix = value;
    return this;
  }

  /** Adds the HTTP status; 0 if there was no answer. */
  public ErrorDetails status(int value) {
    status = value;
    return this;
  }

  /** Adds the machine-readable error code of the service: OAuth's {@code error}, or its own. */
  public ErrorDetails errorCode(@Nullable String value) {
    errorCode = value == null ? null : Redactor.line(value, MAX_CODE);
    return this;
  }

  /** Adds Entra's {@code suberror}. */
  public ErrorDetails suberror(@Nullable String value) {
    suberror = value == null ? null : Redactor.line(value, MAX_CODE);
    return this;
  }

  /** Adds Entra's AADSTS codes. */
  public ErrorDetails aadstsCodes(List<Integer> value) {
    aadstsCodes = List.copyOf(value);
    return this;
  }

  /** Adds the correlation id, for the service's logs; anything but a GUID is dropped. */
  public ErrorDetails correlationId(@Nullable String value) {
    correlationId = CorrelationIds.parse(value);
    return this;
  }

  /**
   * Adds the trace id, for the service's logs; anything but a GUID, with or without hyphens, is
   * dropped.
   */
  public ErrorDetails traceId(@Nullable String value) {
    traceId = CorrelationIds.parse(value);
    return this;
  }

  /** Adds the claims that Entra or the resource demands, as JSON. */
  public ErrorDetails claims(@Nullable String value) {
    claims = value;
    return this;
  }

  /** Adds how long to wait before another try. */
  public ErrorDetails retryAfter(@Nullable Duration value) {
    retryAfter = value;
    return this;
  }

  /** Adds the id of the signed-in account that the failed request was for; not in the message. */
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
