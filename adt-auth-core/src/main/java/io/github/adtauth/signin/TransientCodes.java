package io.github.adtauth.signin;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The AADSTS codes of throttling and passing faults. Entra returns some of them with {@code
 * invalid_grant} or {@code invalid_request} and the status 400: taken at its word, such a response
 * would end a sign-in, blame the inbound token or have the client of a web API try again at once.
 */
final class TransientCodes {
  /** LoopDetected, TenantThrottlingError. */
  private static final Set<Integer> THROTTLING = Set.of(50196, 90055);

  /**
   * MsodsServiceUnavailable, RequestBudgetExceededError, RetryableError,
   * ExternalServerRetryableError, RequestTimeout, SasRetryableError, GraphRetryableError,
   * GraphServiceUnreachable, OAuth2IdPRetryableServerError.
   */
  private static final Set<Integer> PASSING =
      Set.of(90033, 90024, 50033, 90006, 90012, 50087, 90090, 90091, 40010);

  /** What MSAL waits for after a 429 that names no time. */
  private static final Duration THROTTLING_WAIT = Duration.ofSeconds(60);

  private static final Duration PASSING_WAIT = Duration.ofSeconds(5);

  private TransientCodes() {}

  static boolean contain(List<Integer> codes) {
    return defaultWait(codes) != null;
  }

  /** Returns how long to wait where the response does not say; null if no code is transient. */
  static @Nullable Duration defaultWait(List<Integer> codes) {
    if (!Collections.disjoint(codes, THROTTLING)) {
      return THROTTLING_WAIT;
    }
    return Collections.disjoint(codes, PASSING) ? null : PASSING_WAIT;
  }
}
