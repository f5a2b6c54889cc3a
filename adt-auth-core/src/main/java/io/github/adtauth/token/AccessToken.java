package io.github.adtauth.token;

import io.github.adtauth.internal.cache.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An access token (RFC 6749 1.4) with its expiry. Immutable and thread-safe. {@link #toString()}
 * contains a fingerprint, never the token.
 */
public final class AccessToken {
  private static final String SCHEME = "Bearer ";

  static {
    DefaultTokenInternals.install();
  }

  private final String authorizationHeader;
  private final Instant expiresAt;
  private final @Nullable Instant refreshAt;
  private final @Nullable Principal principal;
  private final boolean fromLibrary;

  private AccessToken(
      String authorizationHeader,
      Instant expiresAt,
      @Nullable Instant refreshAt,
      @Nullable Principal principal,
      boolean fromLibrary) {
    this.authorizationHeader = authorizationHeader;
    this.expiresAt = expiresAt;
    this.refreshAt = refreshAt;
    this.principal = principal;
    this.fromLibrary = fromLibrary;
  }

  /**
   * Returns a token that is due for refresh after two thirds of its lifetime.
   *
   * @throws IllegalArgumentException if the value is not valid in a header (RFC 6750 2.1)
   */
  public static AccessToken of(String value, Instant expiresAt) {
    return of(value, expiresAt, null);
  }

  /**
   * Returns a token.
   *
   * @param refreshAt when the issuer recommends a refresh ({@code refresh_in}), or null
   * @throws IllegalArgumentException if the value is not valid in a header (RFC 6750 2.1)
   */
  public static AccessToken of(String value, Instant expiresAt, @Nullable Instant refreshAt) {
    Objects.requireNonNull(expiresAt, "expiresAt");
    if (!isPrintable(value)) {
      throw new IllegalArgumentException("access token must be printable ASCII without spaces");
    }
    return new AccessToken(SCHEME + value, expiresAt, refreshAt, null, false);
  }

  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return !value.isEmpty();
  }

  /** Returns the token itself. Do not log it. */
  public String value() {
    return authorizationHeader.substring(SCHEME.length());
  }

  /** Returns the value of the {@code Authorization} header (RFC 6750 2.1). */
  public String authorizationHeader() {
    return authorizationHeader;
  }

  /** Returns when the token expires. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** Returns when the issuer recommends a refresh, if it specified a time. */
  public Optional<Instant> refreshAt() {
    return Optional.ofNullable(refreshAt);
  }

  AccessToken issuedTo(Principal value) {
    return new AccessToken(
        authorizationHeader,
        expiresAt,
        refreshAt,
        Objects.requireNonNull(value, "principal"),
        fromLibrary);
  }

  AccessToken fromLibrary() {
    return new AccessToken(authorizationHeader, expiresAt, refreshAt, principal, true);
  }

  boolean isFromLibrary() {
    return fromLibrary;
  }

  @Nullable Principal principal() {
    return principal;
  }

  /** Returns 8 hex digits of the token's SHA-256, which distinguish tokens in a log. */
  public String fingerprint() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(value().getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Compares the values of two tokens, in constant time. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof AccessToken that
            && MessageDigest.isEqual(
                authorizationHeader.getBytes(StandardCharsets.US_ASCII),
                that.authorizationHeader.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public int hashCode() {
    return authorizationHeader.hashCode();
  }

  @Override
  public String toString() {
    return "AccessToken[" + fingerprint() + ", expires " + expiresAt + "]";
  }
}
