package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.onbehalfof.UserId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many inbound tokens Entra ID may reject, because a flood of forged tokens would get
 * the application throttled. Accepted tokens are not limited. Thread-safe.
 *
 * <ul>
 *   <li>For each user that tokens claim: a burst of 5, then one per minute.
 *   <li>For all users together: a burst of 100, then 5 per second.
 * </ul>
 *
 * <p>The claimed user is not verified. An attacker who forges tokens of many users is subject to
 * the shared limit only. An attacker who forges tokens of one user delays new tokens of that user,
 * but not tokens that Entra ID has accepted before.
 */
final class RejectionRateLimiter {
  private static final int USER_BURST = 5;
  private static final Duration USER_INTERVAL = Duration.ofMinutes(1);
  private static final int SHARED_BURST = 100;
  private static final Duration SHARED_INTERVAL = Duration.ofMillis(200);

  /** Exceeds the backlog of a user, although some rejections may be in flight beyond the burst. */
  private static final Duration USER_EXPIRY = Duration.ofMinutes(30);

  /** The shared limit admits fewer users than this before an entry expires. */
  private static final int MAX_USERS = 10_000;

  /** The key of all tokens that do not claim a user. */
  private static final UserId UNKNOWN = new UserId("unknown", "unknown");

  private final TokenBucket shared;
  private final UserTokenBuckets users;

  RejectionRateLimiter(Timing timing) {
    shared = new TokenBucket(SHARED_BURST, SHARED_INTERVAL, timing);
    users = new UserTokenBuckets(USER_BURST, USER_INTERVAL, MAX_USERS, USER_EXPIRY, timing);
  }

  /**
   * Admits the exchange of a token that Entra ID has not accepted before.
   *
   * @param claimed the user that the token claims to be issued to, or null if it claims none
   * @throws UnavailableException if too many tokens of this user or in total were rejected recently
   */
  void acquire(@Nullable UserId claimed) {
    TokenBucket user = users.getIfPresent(keyOf(claimed));
    if (user != null) {
      require(
          user, "Entra ID rejected too many tokens of this user lately; new ones have to wait.");
    }
    require(shared, "Entra ID rejected too many inbound tokens lately; new users have to wait.");
  }

  /** Records that Entra ID rejected a token for which {@link #acquire} was called. */
  void recordRejection(@Nullable UserId claimed) {
    if (users.get(keyOf(claimed)).charge()) {
      shared.charge(); // requests of one user that were in flight together draw no more than 5
    }
  }

  private static UserId keyOf(@Nullable UserId claimed) {
    return claimed == null ? UNKNOWN : claimed;
  }

  private static void require(TokenBucket bucket, String message) {
    Duration wait = bucket.timeUntilAvailable();
    if (!wait.isZero()) {
      throw new UnavailableException(
          ErrorDetails.of(
                  message + " Make sure that the web API validates tokens before the exchange.")
              .retryAfter(wait));
    }
  }
}
