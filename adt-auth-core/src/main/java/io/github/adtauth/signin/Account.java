package io.github.adtauth.signin;

import io.github.adtauth.internal.text.Redactor;
import java.io.Serializable;

/**
 * A user who signed in. Immutable.
 *
 * @param id what identifies the user everywhere: {@code oid.tid} of the home directory
 * @param objectId the user's object id in the tenant that was signed in to; roles are given to it
 * @param tenantId the directory that was signed in to
 * @param username what the user calls itself, such as an e-mail address; for display only
 * @param name the user's display name
 */
public record Account(String id, String objectId, String tenantId, String username, String name)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Tells whether both are the same user of the same directory; names and case may change. */
  public boolean isSameUser(Account other) {
    return id.equalsIgnoreCase(other.id)
        && objectId.equalsIgnoreCase(other.objectId)
        && tenantId.equalsIgnoreCase(other.tenantId);
  }

  /** Prints the id only: names are personal data. */
  @Override
  public String toString() {
    return "Account[" + Redactor.sanitizeId(id, 100) + "]";
  }

  /** Returns how pages and logs name the user: one short line without control characters. */
  public String label() {
    String line = Redactor.sanitizeId(username, 100);
    return line.isEmpty() ? "a user without a name" : line;
  }
}
