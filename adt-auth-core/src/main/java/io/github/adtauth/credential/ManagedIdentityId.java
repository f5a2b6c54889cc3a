package io.github.adtauth.credential;

import java.util.Objects;

/**
 * Identifies a managed identity: the system-assigned identity of the machine, or a user-assigned
 * one. Immutable and thread-safe.
 *
 * @param kind the kind of the identifier
 * @param value the identifier; empty for the system-assigned identity
 */
public record ManagedIdentityId(Kind kind, String value) {
  /** The kinds of identifiers of a managed identity. */
  public enum Kind {
    /** The system-assigned identity; a machine has at most one. */
    SYSTEM_ASSIGNED,
    /** The client ID of a user-assigned identity. */
    CLIENT_ID,
    /** The object ID (principal ID) of a user-assigned identity. */
    OBJECT_ID,
    /** The Azure resource ID of a user-assigned identity. */
    RESOURCE_ID
  }

  /**
   * Creates an identifier.
   *
   * @throws IllegalArgumentException if the value is blank for a user-assigned identity, or not
   *     blank for the system-assigned identity
   */
  public ManagedIdentityId {
    Objects.requireNonNull(kind, "kind");
    if (value.isBlank() != (kind == Kind.SYSTEM_ASSIGNED)) {
      throw new IllegalArgumentException(
          "a user-assigned identity requires an identifier, the system-assigned one has none: "
              + kind);
    }
  }

  /** Returns the system-assigned identity. */
  public static ManagedIdentityId systemAssigned() {
    return new ManagedIdentityId(Kind.SYSTEM_ASSIGNED, "");
  }

  /** Returns the user-assigned identity with this client ID. */
  public static ManagedIdentityId clientId(String value) {
    return new ManagedIdentityId(Kind.CLIENT_ID, value);
  }

  /** Returns the user-assigned identity with this object ID. */
  public static ManagedIdentityId objectId(String value) {
    return new ManagedIdentityId(Kind.OBJECT_ID, value);
  }

  /** Returns the user-assigned identity with this Azure resource ID. */
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
