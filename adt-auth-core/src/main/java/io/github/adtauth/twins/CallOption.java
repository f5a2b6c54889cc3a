package io.github.adtauth.twins;

import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.UrlEncoding;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What is special about one call. Immutable and thread-safe. An option that the operation would
 * silently ignore is refused with an {@link IllegalArgumentException}; of one that is given twice
 * the last holds.
 */
public final class CallOption {
  /** Put only if nothing is there yet; else {@link PreconditionFailedException}. */
  public static final CallOption IF_ABSENT =
      header("IF_ABSENT", Kind.IF_ABSENT, "If-None-Match", "*");

  private static final Duration LONGEST = Duration.ofDays(365); // OkHttp counts nanoseconds

  public final Kind kind;
  private final String name;
  private final Consumer<Operation.Builder> effect;

  private CallOption(String name, Kind kind, Consumer<Operation.Builder> effect) {
    this.name = name;
    this.kind = kind;
    this.effect = effect;
  }

  /** Which calls an option means something to. */
  public enum Kind {
    ANY_CALL,
    IF_ABSENT,
    IF_MATCH,
    PAGE_SIZE,
    TELEMETRY,
    DELETE_JOB
  }

  /**
   * Patch or delete only if the stored thing still has this ETag; else {@link
   * PreconditionFailedException}. The service knows no such condition for a put.
   *
   * @param etag as the service gave it, {@code W/} and quotes included
   * @throws IllegalArgumentException if it cannot stand in a header
   */
  public static CallOption ifMatch(String etag) {
    String value = UrlEncoding.headerValue("etag", etag);
    return header("ifMatch", Kind.IF_MATCH, "If-Match", value);
  }

  /**
   * End the call after this time, token and retries included, instead of the configured {@code
   * callTimeout}; a paged answer has this time for each page.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public static CallOption timeout(Duration time) {
    Duration bounded = positive("within", time);
    return new CallOption("within", Kind.ANY_CALL, draft -> draft.within(bounded));
  }

  /**
   * Send this id for the service's logs, as {@code x-ms-client-request-id}.
   *
   * @throws IllegalArgumentException if it cannot stand in a header
   */
  public static CallOption requestId(String id) {
    String value = UrlEncoding.headerValue("requestId", id);
    return new CallOption(
        "requestId",
        Kind.ANY_CALL,
        draft ->
            draft
                .header("x-ms-client-request-id", value)
                .header("x-ms-return-client-request-id", "true"));
  }

  /**
   * Make the call part of this trace (W3C Trace Context, {@code traceparent}).
   *
   * @throws IllegalArgumentException if it cannot stand in a header
   */
  public static CallOption traceparent(String parent) {
    String value = UrlEncoding.headerValue("traceparent", parent);
    return header("traceparent", Kind.ANY_CALL, "traceparent", value);
  }

  /**
   * Ask for pages of at most so many items; the service may send fewer.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public static CallOption pageSize(int items) {
    if (items <= 0) {
      throw new IllegalArgumentException("pageSize must be positive, not " + items);
    }
    String value = Integer.toString(items);
    return header("pageSize", Kind.PAGE_SIZE, "max-items-per-page", value);
  }

  /**
   * Send telemetry under this id, by which receivers find what came twice, instead of a random one.
   *
   * @throws IllegalArgumentException if it cannot stand in a header
   */
  public static CallOption messageId(String id) {
    String value = UrlEncoding.headerValue("messageId", id);
    return header("messageId", Kind.TELEMETRY, "Message-Id", value);
  }

  /** Say when telemetry was measured; the service says when it came. */
  public static CallOption sourceTime(Instant time) {
    String value = Objects.requireNonNull(time, "time").toString();
    return header("sourceTime", Kind.TELEMETRY, "Telemetry-Source-Time", value);
  }

  /**
   * Start a delete job under this id instead of one that the service chooses.
   *
   * @throws IllegalArgumentException if it cannot stand in a header
   */
  public static CallOption operationId(String id) {
    String value = UrlEncoding.headerValue("operationId", id);
    return header("operationId", Kind.DELETE_JOB, "operation-id", value);
  }

  /**
   * Let the service end a delete job after this time, rounded up to minutes.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public static CallOption jobTimeout(Duration time) {
    long minutes = positive("jobTimeout", time).plusMinutes(1).minusNanos(1).toMinutes();
    return new CallOption(
        "jobTimeout",
        Kind.DELETE_JOB,
        draft -> draft.onlyQuery("timeoutInMinutes", Long.toString(minutes)));
  }

  private static CallOption header(String name, Kind kind, String header, String value) {
    return new CallOption(
        name,
        kind,
        new Consumer<>() {
          @Override
          public void accept(Operation.Builder draft) {
            draft.header(header, value);
          }
        });
  }

  private static Duration positive(String name, Duration time) {
    if (Objects.requireNonNull(time, "time").isNegative() || time.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, not " + time);
    }
    return time.compareTo(LONGEST) < 0 ? time : LONGEST;
  }

  /** Copies options, none of which may be null. */
  public static CallOption[] copy(CallOption... options) {
    CallOption[] copy = Objects.requireNonNull(options, "options").clone();
    for (CallOption option : copy) {
      Objects.requireNonNull(option, "option");
    }
    return copy;
  }

  public void apply(Operation.Builder draft) {
    effect.accept(draft);
  }

  @Override
  public String toString() {
    return name;
  }
}
