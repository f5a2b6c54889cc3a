package io.github.adtauth.onbehalfof;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The health of a web API's token acquisition, and how long cached tokens would outlast an outage.
 * Immutable. Does not contain secrets.
 *
 * @param usersWithTokens the number of users with a valid cached token on this node
 * @param earliestExpiry when the first of these tokens expires, or null if there are no tokens
 * @param latestExpiry when the last of these tokens expires, or null if there are no tokens
 * @param tokenServiceFailure the failure of the last exchange, or null if it succeeded. The
 *     rejection of a user does not count as a failure
 * @param storeFailure the last failure of the store, or null if the store has responded since or is
 *     not configured
 */
public record OnBehalfOfHealth(
    long usersWithTokens,
    @Nullable Instant earliestExpiry,
    @Nullable Instant latestExpiry,
    OnBehalfOfHealth.@Nullable Failure tokenServiceFailure,
    OnBehalfOfHealth.@Nullable Failure storeFailure) {

  /**
   * The failure of a service that has not recovered yet.
   *
   * @param since when the first of the consecutive failures occurred
   * @param message the reason for the most recent failure, suitable for display to an operator
   */
  public record Failure(Instant since, String message) {}

  /** Returns whether neither the token service nor the store has failed. */
  public boolean isUp() {
    return tokenServiceFailure == null && storeFailure == null;
  }
}
