package io.github.adtauth.twins;

import io.github.adtauth.http.Repeatable;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What is special about one call. Immutable and thread-safe. An option that the operation would
 * silently ignore is refused with an {@link IllegalArgumentException}.
 */
public final class CallOption {
  /** Put only if nothing is there yet; else {@link PreconditionFailedException}. */
  public static final CallOption IF_ABSENT =
      new CallOption(
          "IF_ABSENT",
          Set.of("PUT"),
          draft -> draft.header("If-None-Match", "*").repeatable(Repeatable.NO));

  private static final Duration LONGEST = Duration.ofDays(365); // OkHttp counts nanoseconds

  private final String name;
  private final Set<String> methods;
  private final Consumer<Operation.Draft> effect;

  private CallOption(String name, Set<String> methods, Consumer<Operation.Draft> effect) {
    this.name = name;
    this.methods = methods;
    this.effect = effect;
  }

  /**
   * Patch or delete only if the stored thing still has this ETag; else {@link
   * PreconditionFailedException}. The service knows no such condition for a put.
   *
   * @param etag as the service gave it, {@code W/} and quotes included
   * @throws IllegalArgumentException if it cannot stand in a header
   */
  public static CallOption ifMatch(String etag) {
    String value = Wire.headerValue("etag", etag);
    return new CallOption(
        "ifMatch", Set.of("PATCH", "DELETE"), draft -> draft.header("If-Match", value));
  }

  /**
   * End the call after this time, token and retries included, instead of the configured {@code
   * callTimeout}; a paged answer has this time for each page.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public static CallOption within(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("within must be positive, not " + time);
    }
    Duration bounded = time.compareTo(LONGEST) < 0 ? time : LONGEST;
    return new CallOption("within", Set.of(), draft -> draft.within(bounded));
  }

  /**
   * Send this id for the service's logs, as {@code x-ms-client-request-id}.
   *
   * @throws IllegalArgumentException if it cannot stand in a header
   */
  public static CallOption requestId(String id) {
    String value = Wire.headerValue("requestId", id);
    return new CallOption(
        "requestId",
        Set.of(),
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
    String value = Wire.headerValue("traceparent", parent);
    return new CallOption("traceparent", Set.of(), draft -> draft.header("traceparent", value));
  }

  void apply(Operation.Draft draft) {
    if (!methods.isEmpty() && !methods.contains(draft.method)) {
      throw new IllegalArgumentException(
          name + " is for " + String.join(" and ", new TreeSet<>(methods)) + " only");
    }
    effect.accept(draft);
  }

  @Override
  public String toString() {
    return name;
  }
}
