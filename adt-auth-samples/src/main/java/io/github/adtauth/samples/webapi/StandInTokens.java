package io.github.adtauth.samples.webapi;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Validates the stand-in's tokens as Spring Boot, by its properties, does Entra's; only by the
 * client that reaches the stand-in, and on its clock.
 */
@Configuration
@Profile("stand-in")
class StandInTokens {
  @Bean
  JwtDecoder jwtDecoder(DigitalTwinsConfig config, OkHttpClient http, Timing timing)
      throws MalformedURLException {
    String authority = config.cloud().authorityHost() + "/" + config.tenant();
    URL keys = URI.create(authority + "/discovery/v2.0/keys").toURL();
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSource(
                JWKSourceBuilder.<SecurityContext>create(keys, url -> get(http, url)).build())
            .build();
    JwtTimestampValidator lifetime = new JwtTimestampValidator();
    lifetime.setClock(timing.clock());
    decoder.setJwtValidator(
        JwtValidators.createDefaultWithValidators(
            List.of(
                lifetime,
                new JwtIssuerValidator(authority + "/v2.0"),
                new JwtClaimValidator<List<String>>(
                    JwtClaimNames.AUD,
                    audience -> Objects.equals(audience, List.of(config.clientId()))))));
    return decoder;
  }

  private static Resource get(OkHttpClient http, URL url) throws IOException {
    try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
      return new Resource(response.body().string(), "application/json");
    }
  }
}
