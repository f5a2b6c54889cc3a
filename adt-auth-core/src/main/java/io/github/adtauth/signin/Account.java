package io.github.adtauth.signin;

import io.github.adtauth.internal.text.Redactor;
import java.io.Serializable;

/**
 * A user who signed in. Immutable.
 *
 * @param id identifies the user in every tenant: {@code oid.tid} of the home tenant
 * @param objectId the user's object ID in the tenant of the sign-in; roles are assigned to it
 * @param tenantId the tenant of the sign-in
 * @param username the user name, such as an e-mail address; for display only
 * @param name the display name
 */
public record Account(String id, String objectId, String tenantId, String username, String name)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Returns whether both are the same user of the same tenant. Names and case are ignored. */
  public boolean isSameUser(Account other) {
    return id.equalsIgnoreCase(other.id)
        && objectId.equalsIgnoreCase(other.objectId)
        && tenantId.equalsIgnoreCase(other.tenantId);
  }

  /** Returns a string that contains only the ID, because names are personal data. */
  @Override
  public String toString() {
    return "Account[" + Redactor.sanitizeId(id, 100) + "]";
  }
}
