package io.github.adtauth.spring;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Validates the inbound tokens of one tenant: signature, lifetime, issuer (version 1 and 2),
 * audience, and that it is an access token. Requests the keys for the first token, so that an
 * outage of Entra ID does not prevent the start. Thread-safe.
 */
final class EntraJwtDecoder implements JwtDecoder {
  private final DigitalTwinsConfig config;
  private final OkHttpClient http;
  private final Timing timing;
  private volatile @Nullable JwtDecoder decoder;

  EntraJwtDecoder(DigitalTwinsConfig config, OkHttpClient http, Timing timing) {
    this.config = config;
    this.http = http;
    this.timing = timing;
  }

  @Override
  public Jwt decode(String token) {
    JwtDecoder current = decoder;
    if (current == null) {
      // Concurrent first calls may each create one: a lock would hold all of them in an outage.
      current = create();
      decoder = current;
    }
    return current.decode(token);
  }

  private JwtDecoder create() {
    EntraMetadata metadata;
    try {
      metadata = EntraMetadata.request(config, http);
    } catch (IOException e) {
      throw new JwtException("The keys of Entra ID are not available.", e);
    }
    NimbusJwtDecoder created =
        NimbusJwtDecoder.withJwkSource(
                JWKSourceBuilder.<SecurityContext>create(
                        metadata.keys(),
                        url ->
                            new Resource(
                                EntraMetadata.get(http, url.toString()), "application/json"))
                    .outageTolerant(true)
                    .build())
            .build();
    JwtTimestampValidator lifetime = new JwtTimestampValidator();
    lifetime.setClock(timing.clock());
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
