package io.github.adtauth.internal.oauth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Bearer} challenge of a {@code WWW-Authenticate} header (RFC 6750 3), with Microsoft's
 * {@code claims} parameter. Immutable.
 *
 * @param error the {@code error} parameter, or null
 * @param claims the requested claims as JSON, or null; present only if the error is {@code
 *     insufficient_claims} and the parameter is base64 (either alphabet, padded or not) of a JSON
 *     object of claims
 */
public record BearerChallenge(@Nullable String error, @Nullable String claims) {
  private static final int MAX_HEADER_LENGTH = 16 << 10;
  private static final String INSUFFICIENT_CLAIMS = "insufficient_claims";

  /**
   * Parses the values of all {@code WWW-Authenticate} headers of a response. Malformed values are
   * skipped. Of several Bearer challenges, the one with claims is returned.
   */
  public static Optional<BearerChallenge> parse(List<String> headerValues) {
    BearerChallenge found = null;
    for (String value : headerValues) {
      if (value.length() > MAX_HEADER_LENGTH) {
        continue;
      }
      ChallengeScanner scanner = new ChallengeScanner(value);
      Map<String, String> parameters = new HashMap<>();
      for (String scheme = scanner.nextScheme(parameters);
          scheme != null;
          scheme = scanner.nextScheme(parameters)) {
        if (scheme.equalsIgnoreCase("bearer")) {
          BearerChallenge challenge = of(parameters);
          if (found == null || (found.claims == null && challenge.claims != null)) {
            found = challenge;
          }
        }
      }
    }
    return Optional.ofNullable(found);
  }

  private static BearerChallenge of(Map<String, String> parameters) {
    String error = parameters.get("error");
    String claims = parameters.get("claims");
    return new BearerChallenge(
        error, claims != null && INSUFFICIENT_CLAIMS.equals(error) ? decodeClaims(claims) : null);
  }

  private static @Nullable String decodeClaims(String claims) {
    try {
      String url = claims.replace('+', '-').replace('/', '_').replace("=", "");
      String json = new String(Base64.getUrlDecoder().decode(url), StandardCharsets.UTF_8);
      return ClaimsParameter.isClaims(json) ? json : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
