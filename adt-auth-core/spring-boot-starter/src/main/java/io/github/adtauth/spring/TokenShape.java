package io.github.adtauth.spring;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;

/**
 * Rejects what cannot be a token of the tenant before its signature is checked, so that it causes
 * no request for keys. Immutable.
 */
final class TokenShape {
  private static final Pattern ISSUER =
      Pattern.compile("https://[a-z0-9.-]+(?::\\d+)?/([0-9a-f-]{36})/(?:v2\\.0)?");
  private static final Pattern TENANT_ID = Pattern.compile("[0-9a-f-]{36}");

  private final String tenant;

  TokenShape(String tenant) {
    this.tenant = tenant.toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the id of the key that signed the token.
   *
   * @throws BadJwtException if the token cannot be one of the tenant
   */
  String requireKeyId(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      String keyId = jwt.getHeader().getKeyID();
      if (keyId != null
          && JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())
          && isPlausible(jwt.getJWTClaimsSet().getIssuer())) {
        return keyId;
      }
    } catch (ParseException e) {
      throw new BadJwtException("The token is not a signed JWT.", e);
    }
    throw new BadJwtException("The token is not one of the tenant.");
  }

  /** The id of a tenant that is configured by its domain name is not known yet. */
  private boolean isPlausible(@Nullable String issuer) {
    Matcher matcher = ISSUER.matcher(issuer == null ? "" : issuer);
    return matcher.matches()
        && (!TENANT_ID.matcher(tenant).matches() || tenant.equals(matcher.group(1)));
  }
}
