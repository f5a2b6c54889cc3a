package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.onbehalfof.UserId;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Limits how many sessions each user may start: a burst of 100, then one every five minutes.
 * Without a limit, one user could fill the store that all users share. Thread-safe.
 */
final class SessionRateLimiter {
  private static final int BURST = 100;
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  /** Exceeds the backlog of a user. */
  private static final Duration EXPIRY = INTERVAL.multipliedBy(2L * BURST);

  private static final int MAX_USERS = 100_000;

  private final UserTokenBuckets users;

  SessionRateLimiter(Timing timing) {
    users = new UserTokenBuckets(BURST, INTERVAL, MAX_USERS, EXPIRY, timing);
  }

  /**
   * Sends the request that starts a session, and counts it. Counts a request that Entra ID rejects
   * because the user must interact, too. Does not count other failures: anybody can send forged
   * tokens, which must not use up the sessions of the user whom they claim.
   *
   * @throws UnavailableException if the user has started too many sessions
   */
  <T> T start(UserId user, Supplier<T> request) {
    TokenBucket bucket = users.get(user);
    Duration wait = bucket.tryCharge();
    if (!wait.isZero()) {
      throw new UnavailableException(
          ErrorDetails.of(
                  "The user has started too many sessions lately. Start a session when the user"
                      + " signs in, and resume it afterwards.")
              .retryAfter(wait));
    }
    try {
      return request.get();
    } catch (InteractionRequiredException e) {
      throw e;
    } catch (RuntimeException e) {
      bucket.refund();
      throw e;
    }
  }
}
