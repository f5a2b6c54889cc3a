package io.github.adtauth.onbehalfof;

import io.github.adtauth.internal.text.Ascii;

/**
 * Identifies a user in all applications and tokens of a directory by the claims {@code oid} and
 * {@code tid}. Unlike user names, these IDs never change and are never reused. Immutable.
 *
 * @param objectId the claim {@code oid}
 * @param tenantId the claim {@code tid}
 */
public record UserId(String objectId, String tenantId) {
  /**
   * Creates an ID; both claims are converted to lower case.
   *
   * @throws IllegalArgumentException if one of the claims is blank
   */
  public UserId {
    if (objectId.isBlank() || tenantId.isBlank()) {
      throw new IllegalArgumentException("oid and tid must not be blank");
    }
    objectId = Ascii.toLowerCase(objectId);
    tenantId = Ascii.toLowerCase(tenantId);
  }
}
