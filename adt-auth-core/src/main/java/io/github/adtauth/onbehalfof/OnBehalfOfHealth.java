package io.github.adtauth.onbehalfof;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a web API stands, should the token service or the store fail now. Immutable; holds no secret.
 *
 * @param usersCovered how many users' tokens are valid and at hand here
 * @param firstExpiry when the first of them expires, or null if there is none
 * @param lastExpiry when the last of them expires, or null if there is none
 * @param tokenServiceFault why the last exchange failed, or null if it went well; a refusal of one
 *     user is no fault
 * @param storeFault why the store last failed, or null if it answered since, or there is none
 */
public record OnBehalfOfHealth(
    long usersCovered,
    @Nullable Instant firstExpiry,
    @Nullable Instant lastExpiry,
    OnBehalfOfHealth.@Nullable Fault tokenServiceFault,
    OnBehalfOfHealth.@Nullable Fault storeFault) {

  /**
   * Something that failed.
   *
   * @param since when it failed first without having answered since
   * @param message what it was, fit for a page of an operator
   */
  public record Fault(Instant since, String message) {}

  /** Tells whether neither the token service nor the store is known to fail. */
  public boolean isUp() {
    return tokenServiceFault == null && storeFault == null;
  }
}
