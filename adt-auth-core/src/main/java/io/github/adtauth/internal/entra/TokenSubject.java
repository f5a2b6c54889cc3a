package io.github.adtauth.internal.entra;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnexpectedResponseException;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token response names. It need not name anybody (OpenID Connect Core 12.2), so each value
 * may be null; but what it names must be the user for whom the tokens were requested. Immutable.
 *
 * @param objectId the id token's {@code oid}: the user in the directory that was signed in to
 * @param tenantId the id token's {@code tid}: that directory
 * @param homeObjectId the user in the home directory, {@code uid} of {@code client_info}
 * @param homeTenantId the home directory, {@code utid} of {@code client_info}
 */
public record TokenSubject(
    @Nullable String objectId,
    @Nullable String tenantId,
    @Nullable String homeObjectId,
    @Nullable String homeTenantId) {
  public static final TokenSubject NOBODY = new TokenSubject(null, null, null, null);

  /**
   * Checks that the response names this user or nobody. The home directory of a guest is another
   * one, where the user has another object ID, which cannot be compared.
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
   * Checks that the response names this account in its home directory or does not name that.
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

  /** Returns the error for a response that names another account than the expected one. */
  public static UnexpectedResponseException differentAccount(String expectedId) {
    return new UnexpectedResponseException(differentUser("account").accountId(expectedId));
  }

  private static ErrorDetails differentUser(String expected) {
    return ErrorDetails.of(
        "The token service returned a different user's tokens for the "
            + expected
            + ": they were discarded.");
  }

  /** GUIDs compare without regard to case. */
  private static boolean mayBe(@Nullable String named, String expected) {
    return named == null || named.equalsIgnoreCase(expected);
  }
}
