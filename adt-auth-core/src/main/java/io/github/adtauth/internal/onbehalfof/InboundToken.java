package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.internal.oauth.JwtClaims;
import io.github.adtauth.internal.text.Guid;
import io.github.adtauth.onbehalfof.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an inbound token that the exchange needs. They are not verified: a token may be
 * rejected because of them, but they must not be trusted. Immutable.
 *
 * @param user the user, or null if the token does not name one
 * @param issuedAt when the token was issued, or the epoch if the token does not say
 * @param expiresAt when the token expires
 */
public record InboundToken(@Nullable UserId user, Instant issuedAt, Instant expiresAt) {
  private static final int MAX_ID_LENGTH = 128;

  /**
   * Reads the claims; returns null if the time of expiry is missing.
   *
   * @param tenant replaces an equal tenant ID, so that many users share one string
   */
  public static @Nullable InboundToken from(JwtClaims claims, String tenant) {
    Instant expiresAt = claims.instant("exp");
    Instant issuedAt = claims.instant("iat");
    String objectId = claims.string("oid");
    String tenantId = claims.string("tid");
    UserId user =
        objectId == null || tenantId == null || !isUnicode(objectId + tenantId)
            ? null
            : new UserId(objectId, tenantId.equalsIgnoreCase(tenant) ? tenant : tenantId);
    return expiresAt == null
        ? null
        : new InboundToken(user, issuedAt == null ? Instant.EPOCH : issuedAt, expiresAt);
  }

  /** Returns whether one of the two claims that identify a user is longer than any ID. */
  static boolean hasOverlongId(JwtClaims claims) {
    return isOverlong(claims.string("oid")) || isOverlong(claims.string("tid"));
  }

  private static boolean isOverlong(@Nullable String id) {
    return id != null && id.length() > MAX_ID_LENGTH;
  }

  /** An unpaired surrogate cannot be encoded, and store keys are hashes of encoded text. */
  private static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Returns an upper bound of the memory that the user's IDs take, in bytes. */
  int weight() {
    return user == null
        ? 0
        : Character.BYTES * (user.objectId().length() + user.tenantId().length());
  }

  /**
   * Returns the value of {@code X-AnchorMailbox}, by which Entra ID routes the request to the
   * user's data center. Returns null if object ID or tenant ID is not a GUID.
   */
  @Nullable String anchorMailbox() {
    return user != null && Guid.isGuid(user.objectId()) && Guid.isGuid(user.tenantId())
        ? "Oid:" + user.objectId() + "@" + user.tenantId()
        : null;
  }

  /** Returns a string that omits the user's IDs. */
  @Override
  public String toString() {
    return "InboundToken[expires " + expiresAt + "]";
  }
}
