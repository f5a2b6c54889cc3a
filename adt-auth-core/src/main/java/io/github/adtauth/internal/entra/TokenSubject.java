package io.github.adtauth.internal.entra;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnexpectedResponseException;
import org.jspecify.annotations.Nullable;

/**
 * The user that a token response names. A response may omit the user (OpenID Connect Core 12.2), so
 * each value may be null. If it names a user, that must be the user of the request. Immutable.
 *
 * @param objectId the {@code oid} of the ID token: the user in the directory of the sign-in
 * @param tenantId the {@code tid} of the ID token: the directory of the sign-in
 * @param homeObjectId the {@code uid} of {@code client_info}: the user in the home directory
 * @param homeTenantId the {@code utid} of {@code client_info}: the home directory
 */
public record TokenSubject(
    @Nullable String objectId,
    @Nullable String tenantId,
    @Nullable String homeObjectId,
    @Nullable String homeTenantId) {
  public static final TokenSubject NOBODY = new TokenSubject(null, null, null, null);

  /**
   * Checks that the response names this user or no user. A guest has a different object ID in the
   * home directory, which is not compared.
   *
   * @throws UnexpectedResponseException if it names a different user
   */
  public void requireUser(String expectedObjectId, String expectedTenantId) {
    boolean isGuest = homeTenantId != null && !homeTenantId.equalsIgnoreCase(expectedTenantId);
    if (!mayBe(objectId, expectedObjectId)
        || !mayBe(tenantId, expectedTenantId)
        || (!isGuest && !mayBe(homeObjectId, expectedObjectId))) {
      throw new UnexpectedResponseException(differentUser("user"));
    }
  }

  /**
   * Checks that the response names this account or no account.
   *
   * @throws UnexpectedResponseException if it names a different user
   */
  public void requireAccount(String accountId) {
    if (homeObjectId != null
        && homeTenantId != null
        && !mayBe(homeObjectId + "." + homeTenantId, accountId)) {
      throw differentAccount(accountId);
    }
  }

  /** Returns the exception for a response that names a different account. */
  public static UnexpectedResponseException differentAccount(String expectedId) {
    return new UnexpectedResponseException(differentUser("account").accountId(expectedId));
  }

  private static ErrorDetails differentUser(String expected) {
    return ErrorDetails.of(
        "The token service returned a different user's tokens for the "
            + expected
            + ": they were discarded.");
  }

  /** Compares GUIDs, which are case-insensitive. */
  private static boolean mayBe(@Nullable String named, String expected) {
    return named == null || named.equalsIgnoreCase(expected);
  }
}
