package io.github.adtauth.credential;

import java.util.Objects;

/**
 * Which managed identity is meant: the machine's own, or one that was assigned to it. Immutable and
 * thread-safe; share it.
 *
 * @param kind how it is named
 * @param value its name of that kind; empty for the machine's own
 */
public record ManagedIdentityId(Kind kind, String value) {
  /** The ways to name a managed identity. */
  public enum Kind {
    /** The machine's own: there is one at most. */
    SYSTEM_ASSIGNED,
    /** The client id of a user-assigned identity. */
    CLIENT_ID,
    /** The object id (principal id) of a user-assigned identity. */
    OBJECT_ID,
    /** The Azure resource id of a user-assigned identity. */
    RESOURCE_ID
  }

  /**
   * Names an identity.
   *
   * @throws IllegalArgumentException if the value is blank, but for the machine's own
   */
  public ManagedIdentityId {
    Objects.requireNonNull(kind, "kind");
    if (value.isBlank() != (kind == Kind.SYSTEM_ASSIGNED)) {
      throw new IllegalArgumentException("a user-assigned identity is named by a value");
    }
  }

  /** Returns the machine's own. */
  public static ManagedIdentityId systemAssigned() {
    return new ManagedIdentityId(Kind.SYSTEM_ASSIGNED, "");
  }

  /** Returns the user-assigned one of this client id. */
  public static ManagedIdentityId clientId(String value) {
    return new ManagedIdentityId(Kind.CLIENT_ID, value);
  }

  /** Returns the user-assigned one of this object id. */
  public static ManagedIdentityId objectId(String value) {
    return new ManagedIdentityId(Kind.OBJECT_ID, value);
  }

  /** Returns the user-assigned one of this Azure resource id. */
  public static ManagedIdentityId resourceId(String value) {
    return new ManagedIdentityId(Kind.RESOURCE_ID, value);
  }

  @Override
  public String toString() {
    return kind == Kind.SYSTEM_ASSIGNED
        ? "the system-assigned managed identity"
        : "the managed identity " + value;
  }
}
