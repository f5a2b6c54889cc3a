package io.github.adtauth.internal.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token speaks for. Immutable. The id of a user assertion or a session is the SHA-256 over
 * all bytes of the assertion or key: two principals are equal only if those are.
 *
 * @param kind what sort of principal
 * @param id what identifies it among its sort; no secret
 */
public record Principal(Kind kind, String id) {
  /** The sorts of principals; tokens of one are never given to another. */
  public enum Kind {
    /** The application itself (client credentials). */
    APPLICATION,
    /** A user who signed in here. */
    ACCOUNT,
    /** A user whose token a web API received (on-behalf-of). */
    USER_ASSERTION,
    /** A user whose work continues after that token (a long-running session). */
    SESSION,
    /** An identity that the machine has. */
    MANAGED_IDENTITY,
    /** The developer who signed in to a command-line tool of this machine. */
    DEVELOPER,
    /** Whoever a provider of the caller's own speaks for. */
    EXTERNAL
  }

  /** Returns the application itself. */
  public static Principal application(String clientId) {
    return new Principal(Kind.APPLICATION, clientId);
  }

  /** Returns a signed-in user. */
  public static Principal account(String homeAccountId) {
    return new Principal(Kind.ACCOUNT, homeAccountId);
  }

  /** Returns the user of an inbound token, told by all bytes of the token. */
  public static Principal userAssertion(String assertion) {
    return new Principal(Kind.USER_ASSERTION, sha256(assertion));
  }

  /** Returns the user of a long-running session, told by the hash of its key. */
  public static Principal session(String sessionKey) {
    return new Principal(Kind.SESSION, sha256(sessionKey));
  }

  /** Returns a managed identity of the machine, by what names it. */
  public static Principal managedIdentity(String name) {
    return new Principal(Kind.MANAGED_IDENTITY, name);
  }

  /** Returns the developer who signed in to a tool of this name. */
  public static Principal developer(String tool) {
    return new Principal(Kind.DEVELOPER, tool);
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Returns a label for logs and metrics: the kind and the first 8 characters of the id, or all of
   * a name that is nobody's.
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

  // Written out for the same reason as those of TokenOwner.

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
