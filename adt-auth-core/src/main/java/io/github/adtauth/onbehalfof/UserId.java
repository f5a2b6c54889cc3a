package io.github.adtauth.onbehalfof;

import io.github.adtauth.internal.text.Ascii;

/**
 * Who a user is, in every application and token of a directory: the claims {@code oid} and {@code
 * tid}. Names change and come back with somebody else; these do not. Immutable; no secret.
 *
 * @param objectId the claim {@code oid}
 * @param tenantId the claim {@code tid}
 */
public record UserId(String objectId, String tenantId) {
  /**
   * Makes one; GUIDs compare without regard to case.
   *
   * @throws IllegalArgumentException if one of the two is blank
   */
  public UserId {
    if (objectId.isBlank() || tenantId.isBlank()) {
      throw new IllegalArgumentException("a user is told by oid and tid; neither may be blank");
    }
    objectId = Ascii.toLowerCase(objectId);
    tenantId = Ascii.toLowerCase(tenantId);
  }
}
