package io.github.adtauth.testkit.twins;

import java.util.List;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/**
 * The six bodies in which errors were recorded, for tests that script them: what the emulator has
 * no cause of its own for, such as a TimeoutError, or the gateway in front of it.
 */
public final class TwinsErrors {
  private TwinsErrors() {}

  /** An error of the service, with its code in {@code x-ms-error-code} too. */
  public static MockResponse service(int status, String code, String message) {
    return TwinsResponses.withServiceHeaders(TwinsResponses.error(status, code, message, List.of()), null);
  }

  /** The gateway's 401; null stands for no WWW-Authenticate. */
  public static MockResponse unauthorized(@Nullable String wwwAuthenticate) {
    return TwinsResponses.unauthorized(wwwAuthenticate);
  }

  /** The gateway's 429: no code; recorded were 5 to 12 seconds. */
  public static MockResponse tooManyRequests(int retryAfterSeconds) {
    return TwinsResponses.tooManyRequests(retryAfterSeconds);
  }

  /** The jobs' 429: a JSON string that holds JSON, and no Retry-After. */
  public static MockResponse jobInProgress() {
    return TwinsResponses.withServiceHeaders(TwinsResponses.jobInProgress(), null);
  }

  /** The 403 of a caller without a role: no body. */
  public static MockResponse forbidden() {
    return TwinsResponses.empty(403);
  }

  /** The 404 of a token of another tenant: plain text. */
  public static MockResponse subDomainNotFound() {
    return TwinsResponses.text(404, "text/plain; charset=utf-8", "Sub-Domain not found").build();
  }
}
