package io.github.adtauth.spring;

import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.BearerTokenError;

/**
 * Validates the inbound tokens of one tenant: signature, lifetime, issuer (version 1 and 2),
 * audience, and that it is an access token. Requests the keys for the first token that may be one
 * of the tenant, so that an outage of Entra ID does not prevent the start. Thread-safe.
 */
final class EntraJwtDecoder implements JwtDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(EntraJwtDecoder.class);

  private final DigitalTwinsConfig config;
  private final EntraKeySource keys;
  private final Timing timing;
  private final TokenShape shape;
  private final SharedLoad<JwtDecoder> decoder;

  EntraJwtDecoder(DigitalTwinsConfig config, OkHttpClient http, Timing timing) {
    this.config = config;
    this.timing = timing;
    shape = new TokenShape(config.tenant());
    OkHttpClient isolated = EntraMetadata.client(http);
    keys = new EntraKeySource(isolated);
    decoder = new SharedLoad<>(timing, () -> create(isolated));
  }

  /**
   * Returns the valid token.
   *
   * @throws BadJwtException if the token is not valid
   * @throws OAuth2AuthenticationException if Entra ID does not provide its keys; Spring Security
   *     responds 503
   */
  @Override
  public Jwt decode(String token) {
    String keyId = shape.requireKeyId(token);
    try {
      return decoder.get().decode(token);
    } catch (BadJwtException e) {
      throw e;
    } catch (JwtException e) {
      if (e.getCause() instanceof RateLimitReachedException && keys.excludes(keyId)) {
        throw new BadJwtException("No key of Entra ID has the id of the token's.", e);
      }
      throw unavailable(e);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /** The token may be valid, so the response must not be 401. */
  private static OAuth2AuthenticationException unavailable(Exception cause) {
    return new OAuth2AuthenticationException(
        new BearerTokenError(
            "temporarily_unavailable",
            HttpStatus.SERVICE_UNAVAILABLE,
            "The token cannot be validated at present",
            null),
        cause);
  }

  private JwtDecoder create(OkHttpClient http) throws IOException {
    EntraMetadata metadata;
    try {
      metadata = EntraMetadata.request(config, http);
    } catch (IOException e) {
      LOG.warn("The OpenID configuration of Entra ID is not available: {}", e.getMessage());
      throw e;
    }
    NimbusJwtDecoder created = NimbusJwtDecoder.withJwkSource(keys.at(metadata.keys())).build();
    JwtTimestampValidator lifetime = new JwtTimestampValidator();
    lifetime.setClock(timing.clock());
    lifetime.setAllowEmptyExpiryClaim(false);
    created.setJwtValidator(
        JwtValidators.createDefaultWithValidators(
            List.of(
                lifetime,
                check("iss", jwt -> metadata.issuers().contains(jwt.getClaimAsString("iss"))),
                check("aud", jwt -> hasAudience(jwt, audiences())),
                check("scp", EntraJwtDecoder::isAccessToken))));
    return created;
  }

  private Set<String> audiences() {
    Set<String> audiences = new HashSet<>(Set.of(config.clientId(), "api://" + config.clientId()));
    config.appIdUris().forEach(uri -> audiences.add(uri.toLowerCase(Locale.ROOT)));
    return audiences;
  }

  private static boolean hasAudience(Jwt jwt, Set<String> accepted) {
    List<String> audiences = jwt.getAudience();
    return audiences != null
        && audiences.stream().anyMatch(a -> accepted.contains(a.toLowerCase(Locale.ROOT)));
  }

  /**
   * Returns whether a token is an access token: a user's token has scopes, and an application's has
   * roles. An ID token may have roles too, but it does not name a calling application.
   */
  static boolean isAccessToken(Jwt jwt) {
    return jwt.hasClaim("scp")
        || (jwt.hasClaim("roles") && (jwt.hasClaim("azp") || jwt.hasClaim("appid")));
  }

  private static OAuth2TokenValidator<Jwt> check(String claim, Predicate<Jwt> isValid) {
    OAuth2Error error =
        new OAuth2Error(
            "invalid_token",
            "The " + claim + " claim is not valid",
            "https://tools.ietf.org/html/rfc6750#section-3.1");
    return jwt ->
        isValid.test(jwt)
            ? OAuth2TokenValidatorResult.success()
            : OAuth2TokenValidatorResult.failure(error);
  }
}
