package io.github.adtauth.internal.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The identity that a token represents. The id of a user assertion or a session is the SHA-256 hash
 * of the assertion or key, so two such principals are equal only if those are equal. Immutable.
 *
 * @param kind the kind of principal
 * @param id the identifier among principals of this kind; not a secret
 */
public record Principal(Kind kind, String id) {
  /** The kinds of principals. */
  public enum Kind {
    /** The application itself (client credentials). */
    APPLICATION,
    /** A user who signed in with this library. */
    ACCOUNT,
    /** A user whose token a web API received (on-behalf-of). */
    USER_ASSERTION,
    /** A user with a long-running session, which outlives the inbound token. */
    SESSION,
    /** A managed identity of the machine. */
    MANAGED_IDENTITY,
    /** The developer who signed in to a command-line tool on this machine. */
    DEVELOPER,
    /** The unknown principal of a custom token provider. */
    EXTERNAL
  }

  /** An account that no token belongs to: nobody was signed in when an operation started. */
  public static final Principal NO_ACCOUNT = new Principal(Kind.ACCOUNT, "");

  /** Returns the principal of the application itself. */
  public static Principal application(String clientId) {
    return new Principal(Kind.APPLICATION, clientId);
  }

  /** Returns the principal of a signed-in user. */
  public static Principal account(String homeAccountId) {
    return new Principal(Kind.ACCOUNT, homeAccountId);
  }

  /** Returns the principal of a user assertion, identified by the SHA-256 hash of the assertion. */
  public static Principal userAssertion(String assertion) {
    return new Principal(Kind.USER_ASSERTION, sha256(assertion));
  }

  /** Returns the principal of a long-running session, identified by the SHA-256 hash of its key. */
  public static Principal session(String sessionKey) {
    return new Principal(Kind.SESSION, sha256(sessionKey));
  }

  /** Returns the principal of a managed identity with this name. */
  public static Principal managedIdentity(String name) {
    return new Principal(Kind.MANAGED_IDENTITY, name);
  }

  /** Returns the principal of the developer who signed in to the named tool. */
  public static Principal developer(String tool) {
    return new Principal(Kind.DEVELOPER, tool);
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }

  /**
   * Returns a label for logs and metrics. It contains the kind and the first 8 characters of the
   * id, or the whole id of a managed identity or tool, which does not identify a person.
   */
  public String label() {
    if (kind == Kind.MANAGED_IDENTITY || kind == Kind.DEVELOPER) {
      return (kind == Kind.DEVELOPER ? "developer " : "machine ") + id;
    }
    String name =
        switch (kind) {
          case APPLICATION -> "application ";
          case ACCOUNT -> "account ";
          case USER_ASSERTION -> "user ";
          case SESSION -> "session ";
          default -> "external ";
        };
    return name + id.substring(0, Math.min(8, id.length()));
  }

  // Written out for faster start-up; see TokenOwner.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Principal that && kind == that.kind && id.equals(that.id));
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + id.hashCode();
  }

  @Override
  public String toString() {
    return label();
  }
}
