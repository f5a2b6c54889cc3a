package io.github.adtauth.twins;

import io.github.adtauth.internal.rest.UrlEncoding;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * An option of a single call. Immutable and thread-safe.
 *
 * <p>A call throws {@link IllegalArgumentException} for an option that it does not support. If an
 * option is given twice, the last one applies.
 */
public final class CallOption {
  private static final Duration MAX_TIMEOUT = Duration.ofDays(365); // OkHttp counts nanoseconds

  private final Kind kind;
  private final String value;

  private CallOption(Kind kind, String value) {
    this.kind = kind;
    this.value = value;
  }

  /** The kind of an option. */
  public enum Kind {
    /** See {@link CallOption#ifAbsent}. */
    IF_ABSENT("ifAbsent"),
    /** See {@link CallOption#ifMatch}. */
    IF_MATCH("ifMatch"),
    /** See {@link CallOption#timeout}. */
    TIMEOUT("timeout"),
    /** See {@link CallOption#requestId}. */
    REQUEST_ID("requestId"),
    /** See {@link CallOption#traceparent}. */
    TRACEPARENT("traceparent"),
    /** See {@link CallOption#pageSize}. */
    PAGE_SIZE("pageSize"),
    /** See {@link CallOption#messageId}. */
    MESSAGE_ID("messageId"),
    /** See {@link CallOption#sourceTime}. */
    SOURCE_TIME("sourceTime"),
    /** See {@link CallOption#operationId}. */
    OPERATION_ID("operationId"),
    /** See {@link CallOption#jobTimeout}. */
    JOB_TIMEOUT("jobTimeout");

    private final String factory;

    Kind(String factory) {
      this.factory = factory;
    }
  }

  /**
   * Creates only: the put throws {@link PreconditionFailedException} if the twin or relationship
   * already exists.
   */
  public static CallOption ifAbsent() {
    return new CallOption(Kind.IF_ABSENT, "*");
  }

  /**
   * Patches or deletes only if the stored object still has this ETag. Otherwise the call throws
   * {@link PreconditionFailedException}. The service does not support this condition for a put.
   *
   * @param etag ETag from the service, including {@code W/} and the quotes
   * @throws IllegalArgumentException if the ETag is not a valid header value
   */
  public static CallOption ifMatch(String etag) {
    return new CallOption(Kind.IF_MATCH, UrlEncoding.headerValue("etag", etag));
  }

  /**
   * Overrides {@code callTimeout} for this call, including token acquisition and retries. For paged
   * results, the timeout applies to each page.
   *
   * @throws IllegalArgumentException if the timeout is not positive
   */
  public static CallOption timeout(Duration timeout) {
    return new CallOption(Kind.TIMEOUT, positive("timeout", timeout).toString());
  }

  /**
   * Sends an id for the service's logs in {@code x-ms-client-request-id}.
   *
   * @throws IllegalArgumentException if the id is not a valid header value
   */
  public static CallOption requestId(String id) {
    return new CallOption(Kind.REQUEST_ID, UrlEncoding.headerValue("requestId", id));
  }

  /**
   * Makes the call part of a trace (W3C Trace Context, {@code traceparent}).
   *
   * @throws IllegalArgumentException if the value is not a valid header value
   */
  public static CallOption traceparent(String parent) {
    return new CallOption(Kind.TRACEPARENT, UrlEncoding.headerValue("traceparent", parent));
  }

  /**
   * Sets the maximum number of items per page. The service may send fewer.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public static CallOption pageSize(int items) {
    if (items <= 0) {
      throw new IllegalArgumentException("pageSize must be positive: " + items);
    }
    return new CallOption(Kind.PAGE_SIZE, Integer.toString(items));
  }

  /**
   * Sets the id of a telemetry message, which receivers use to detect duplicates. Defaults to a
   * random id.
   *
   * @throws IllegalArgumentException if the id is not a valid header value
   */
  public static CallOption messageId(String id) {
    return new CallOption(Kind.MESSAGE_ID, UrlEncoding.headerValue("messageId", id));
  }

  /** Sets the time at which telemetry was measured. The service adds the time of arrival. */
  public static CallOption sourceTime(Instant time) {
    return new CallOption(Kind.SOURCE_TIME, Objects.requireNonNull(time, "time").toString());
  }

  /**
   * Sets the id of a new delete job. By default the service chooses one.
   *
   * @throws IllegalArgumentException if the id is not a valid header value
   */
  public static CallOption operationId(String id) {
    return new CallOption(Kind.OPERATION_ID, UrlEncoding.headerValue("operationId", id));
  }

  /**
   * Sets the time after which the service ends a delete job, rounded up to minutes.
   *
   * @throws IllegalArgumentException if the timeout is not positive
   */
  public static CallOption jobTimeout(Duration timeout) {
    long minutes = positive("jobTimeout", timeout).plusMinutes(1).minusNanos(1).toMinutes();
    return new CallOption(Kind.JOB_TIMEOUT, Long.toString(minutes));
  }

  private static Duration positive(String name, Duration timeout) {
    if (Objects.requireNonNull(timeout, "timeout").isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(name + " must be positive: " + timeout);
    }
    return timeout.compareTo(MAX_TIMEOUT) < 0 ? timeout : MAX_TIMEOUT;
  }

  /** Returns the kind of this option. */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the value as text: an ISO 8601 duration for {@link Kind#TIMEOUT}, minutes for {@link
   * Kind#JOB_TIMEOUT}, otherwise the value that is sent.
   */
  public String value() {
    return value;
  }

  /** Returns the name of the option without its value. */
  @Override
  public String toString() {
    return kind.factory;
  }
}
