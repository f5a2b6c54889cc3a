package io.github.adtauth.samples;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InboundTokenException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Validates the tokens that a web API receives: signature by Entra's published keys, issuer,
 * audience, lifetime. A framework does this for you; this is what it does.
 */
final class ValidatedTokens {
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  ValidatedTokens(DigitalTwinsConfig config, OkHttpClient http) {
    String authority = config.cloud().authorityHost() + "/" + config.tenant();
    JWTClaimsSet issuer = new JWTClaimsSet.Builder().issuer(authority + "/v2.0").build();
    Set<String> audiences = // not Set.of, which may not be asked for null
        new HashSet<>(List.of(config.clientId(), "api://" + config.clientId()));
    try {
      URL keys = URI.create(authority + "/discovery/v2.0/keys").toURL();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(
              JWSAlgorithm.RS256, JWKSourceBuilder.create(keys, url -> get(http, url)).build()));
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("the authority is no URL", e);
    }
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(audiences, issuer, Set.of("exp", "scp"), Set.of()));
  }

  /**
   * Returns the token of an {@code Authorization} header.
   *
   * @throws InboundTokenException if it does not hold: answer 401
   */
  String validated(@Nullable String authorization) {
    String token = authorization == null ? "" : authorization.replaceFirst("(?i)^Bearer +", "");
    try {
      processor.process(token, null);
      return token;
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw new InboundTokenException(
          ErrorDetails.of("The token does not hold: " + e.getClass().getSimpleName()));
    }
  }

  private static Resource get(OkHttpClient http, URL url) throws IOException {
    try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
      return new Resource(response.body().string(), "application/json");
    }
  }
}
