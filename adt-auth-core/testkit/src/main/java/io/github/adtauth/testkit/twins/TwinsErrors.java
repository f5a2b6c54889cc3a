package io.github.adtauth.testkit.twins;

import java.util.List;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/**
 * Creates error responses in the six recorded formats, for tests that script errors. Use it for
 * errors that the emulator does not cause itself, such as those of the gateway in front of it.
 */
public final class TwinsErrors {
  private TwinsErrors() {}

  /** Returns an error of the service, with its code also in {@code x-ms-error-code}. */
  public static MockResponse service(int status, String code, String message) {
    return TwinsResponses.withServiceHeaders(
        TwinsResponses.error(status, code, message, List.of()), null);
  }

  /** Returns the gateway's 401. Null omits the {@code WWW-Authenticate} header. */
  public static MockResponse unauthorized(@Nullable String wwwAuthenticate) {
    return TwinsResponses.unauthorized(wwwAuthenticate);
  }

  /** Returns the gateway's 429, which has no code. Recorded delays are 5 to 12 seconds. */
  public static MockResponse tooManyRequests(int retryAfterSeconds) {
    return TwinsResponses.tooManyRequests(retryAfterSeconds);
  }

  /** Returns the 429 of the job operations: JSON within a JSON string, without Retry-After. */
  public static MockResponse jobInProgress() {
    return TwinsResponses.withServiceHeaders(TwinsResponses.jobInProgress(), null);
  }

  /** Returns the 403 for a caller without a role, which has no body. */
  public static MockResponse forbidden() {
    return TwinsResponses.empty(403);
  }

  /** Returns the plain-text 404 for a token of another tenant. */
  public static MockResponse subDomainNotFound() {
    return TwinsResponses.text(404, "text/plain; charset=utf-8", "Sub-Domain not found").build();
  }
}
