package io.github.adtauth.internal.entra;

import io.github.adtauth.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A proof key for code exchange with S256 (RFC 7636), without which an intercepted authorization
 * code cannot be redeemed. Used for one sign-in. Its text does not contain the verifier.
 */
public final class Pkce {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Secret verifier;

  private Pkce(String verifier) {
    this.verifier = Secret.of(verifier);
  }

  /** Returns a pair with a new verifier of 256 random bits (RFC 7636 4.1). */
  public static Pkce generate() {
    return new Pkce(random());
  }

  static Pkce ofVerifier(String verifier) {
    return new Pkce(verifier);
  }

  /** Returns a {@code state} of 256 random bits (RFC 6749 10.12). */
  public static String randomState() {
    return random();
  }

  /** Returns the {@code code_verifier}, which is sent to the token endpoint only. */
  public String verifier() {
    return verifier.reveal();
  }

  /** Returns the {@code code_challenge} for method S256 (RFC 7636 4.2). */
  String challenge() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(verifier.reveal().getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Pkce[S256]";
  }

  private static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
