package io.github.adtauth.samples.webapi;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.Timing;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.Registration;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** What the web API stands on without Azure: a stand-in on this machine, with a building in it. */
@Configuration
@Profile("stand-in")
class StandIn {
  @Bean
  LocalAzure azure(Timing timing) {
    LocalAzure azure = LocalAzure.builder().clock(timing.clock()).start();
    DemoBuilding.fill(azure.twins());
    return azure;
  }

  @Bean
  DigitalTwinsConfig config(LocalAzure azure) {
    Registration api = azure.entra().webApi();
    return DigitalTwinsConfig.builder()
        .clientId(api.clientId())
        .tenant(azure.entra().tenantId())
        .endpoint(azure.endpoint())
        .clientSecret(Secret.of(api.secret()))
        .build();
  }

  @Bean
  OkHttpClient http(LocalAzure azure) {
    return azure.httpClient();
  }

  /** As Spring Boot makes it from its properties, but by the client that reaches the stand-in. */
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
            List.of(lifetime, new JwtIssuerValidator(authority + "/v2.0"))));
    return decoder;
  }

  private static Resource get(OkHttpClient http, URL url) throws IOException {
    try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
      return new Resource(response.body().string(), "application/json");
    }
  }
}
