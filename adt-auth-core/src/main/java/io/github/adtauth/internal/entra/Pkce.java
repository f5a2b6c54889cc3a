package io.github.adtauth.internal.entra;

import io.github.adtauth.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Proof key for code exchange with S256 (RFC 7636): whoever catches the authorization code cannot
 * redeem it. Made for one sign-in; prints no verifier.
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

  /** Returns a value that binds the response to its request (RFC 6749 10.12); 256 random bits. */
  public static String randomState() {
    return random();
  }

  /** Returns the {@code code_verifier}: for the token endpoint only. */
  public String verifier() {
    return verifier.reveal();
  }

  /** Returns the {@code code_challenge} of method S256 (RFC 7636 4.2). */
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
