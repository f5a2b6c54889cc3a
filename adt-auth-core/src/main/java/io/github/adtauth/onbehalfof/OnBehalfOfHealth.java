package io.github.adtauth.onbehalfof;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a web API stands, should the token service or the store fail now. Immutable; holds no secret.
 *
 * @param usersWithTokens how many users' tokens are valid and at hand here
 * @param earliestExpiry when the first of them expires, or null if there is none
 * @param latestExpiry when the last of them expires, or null if there is none
 * @param tokenServiceFailure why the last exchange failed, or null if it went well; a refusal of
 *     one user is no fault
 * @param storeFailure why the store last failed, or null if it answered since, or there is none
 */
public record OnBehalfOfHealth(
    long usersWithTokens,
    @Nullable Instant earliestExpiry,
    @Nullable Instant latestExpiry,
    OnBehalfOfHealth.@Nullable Failure tokenServiceFailure,
    OnBehalfOfHealth.@Nullable Failure storeFailure) {

  /**
   * Something that failed.
   *
   * @param since when it failed first without having answered since
   * @param message what it was, fit for a page of an operator
   */
  public record Failure(Instant since, String message) {}

  /** Tells whether neither the token service nor the store is known to fail. */
  public boolean isUp() {
    return tokenServiceFailure == null && storeFailure == null;
  }
}
