package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.Gate;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;

/** When the decoder requests keys, and what happens if they are not available. */
class KeysTest {
  private static final String ENTRA = "login.microsoftonline.com";
  private static final RSAKey KEY = newKey();

  private final ManualTime time = new ManualTime();
  private final LocalAzure azure = LocalAzure.start();
  private final EntraJwtDecoder decoder = decoder(azure.httpClient());

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID("known").generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private EntraJwtDecoder decoder(OkHttpClient http) {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(azure.entra().webApi().clientId())
            .tenant(azure.entra().tenantId())
            .endpoint(azure.endpoint())
            .build();
    return new EntraJwtDecoder(
        config, http, new Timing(time.clock(), time::nanoTime, time::jitter, time::sleep));
  }

  @BeforeEach
  void publishKey() {
    azure
        .script(ENTRA)
        .alwaysWhen(
            request -> request.path().endsWith("/keys"),
            new MockResponse.Builder().body(new JWKSet(KEY.toPublicJWK()).toString()).build());
  }

  @AfterEach
  void close() {
    azure.close();
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(azure.entra().issuer())
        .audience(azure.entra().webApi().clientId())
        .claim("scp", "access_as_user")
        .expirationTime(Date.from(time.clock().instant().plusSeconds(600)));
  }

  private static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("known");
  }

  private static String sign(JWSHeader header, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(
        header.getAlgorithm().equals(JWSAlgorithm.HS256)
            ? new MACSigner(new byte[32])
            : new RSASSASigner(KEY));
    return jwt.serialize();
  }

  private String valid() throws JOSEException {
    return sign(header().build(), claims().build());
  }

  private long requests(String suffix) {
    return azure.requests(ENTRA).stream().filter(r -> r.path().endsWith(suffix)).count();
  }

  private static void assertUnavailable(EntraJwtDecoder decoder, String token) {
    assertThatThrownBy(() -> decoder.decode(token))
        .isInstanceOfSatisfying(
            OAuth2AuthenticationException.class,
            failure ->
                assertThat(((BearerTokenError) failure.getError()).getHttpStatus())
                    .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
  }

  @Test
  void garbage_causesNoRequest() throws Exception {
    for (String garbage :
        new String[] {
          "",
          "x",
          "a.b.c",
          new PlainJWT(claims().build()).serialize(),
          sign(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("known").build(), claims().build()),
          sign(new JWSHeader.Builder(JWSAlgorithm.RS256).build(), claims().build()),
          sign(header().build(), claims().issuer(null).build()),
          sign(header().build(), claims().issuer("https://issuer.example/").build()),
          sign(
              header().build(),
              claims()
                  .issuer("https://" + ENTRA + "/66666666-7777-8888-9999-000000000001/v2.0")
                  .build()),
        }) {
      assertThatThrownBy(() -> decoder.decode(garbage))
          .as(garbage)
          .isInstanceOf(BadJwtException.class);
    }
    assertThat(azure.requests(ENTRA)).isEmpty();
  }

  @Test
  void concurrentTokens_shareRequest() throws Exception {
    String token = valid();
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try (Gate gate =
        azure.script(ENTRA).hold(request -> request.path().endsWith("/openid-configuration"))) {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(callers.submit(() -> decoder.decode(token)));
      }
      gate.awaitArrived();
      gate.release();
      for (Future<?> result : results) {
        assertThat(result.get()).isNotNull();
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(requests("/openid-configuration")).isEqualTo(1);
  }

  @Test
  void failure_isRepeatedForFiveSeconds() throws Exception {
    azure
        .script(ENTRA)
        .nextWhen(r -> r.path().endsWith("/openid-configuration"), Faults.status(500));
    assertUnavailable(decoder, valid());
    assertUnavailable(decoder, valid());
    assertThat(requests("/openid-configuration")).isEqualTo(1);
    time.advance(Duration.ofSeconds(5));
    assertThat(decoder.decode(valid())).isNotNull();
  }

  @Test
  void failureOfKeys_isNotFailureOfToken() throws Exception {
    azure.script(ENTRA).clear();
    azure.script(ENTRA).alwaysWhen(r -> r.path().endsWith("/keys"), Faults.status(500));
    for (int i = 0; i < 5; i++) { // the third exceeds the rate limit
      assertUnavailable(decoder, valid());
    }
  }

  @Test
  void unknownKeys_areInvalidTokens() throws Exception {
    assertThat(decoder.decode(valid())).isNotNull();
    for (int i = 0; i < 5; i++) { // the third exceeds the rate limit
      String unknown = sign(header().keyID("unknown-" + i).build(), claims().build());
      assertThatThrownBy(() -> decoder.decode(unknown)).isInstanceOf(BadJwtException.class);
    }
    assertThat(requests("/keys")).isLessThan(5);
    assertThat(decoder.decode(valid())).isNotNull();
  }

  @Test
  void tokenWithoutExpiry_isInvalid() throws Exception {
    String endless = sign(header().build(), claims().expirationTime(null).build());
    assertThatThrownBy(() -> decoder.decode(endless)).isInstanceOf(BadJwtException.class);
  }

  @Test
  void clientOfApplication_lendsItsConnectionsOnly() throws Exception {
    OkHttpClient http =
        azure
            .httpClient()
            .newBuilder()
            .addInterceptor(
                chain -> {
                  throw new IOException("not expected");
                })
            .addNetworkInterceptor(
                chain -> {
                  throw new IOException("not expected");
                })
            .build();
    EntraJwtDecoder other = decoder(http);
    assertThat(other.decode(valid())).isNotNull();
    OkHttpClient client = EntraMetadata.client(http);
    assertThat(client.followRedirects()).isFalse();
    assertThat(client.callTimeoutMillis()).isBetween(1, 4_999);
    assertThat(client.connectionPool()).isSameAs(http.connectionPool());
  }

  @Test
  void keysOfKnownCloud_areOnItsHost() {
    URI known = URI.create("https://" + ENTRA);
    URI custom = URI.create("https://login.contoso.example");
    assertThat(EntraMetadata.isTrusted(URI.create("https://" + ENTRA + "/keys"), known)).isTrue();
    assertThat(EntraMetadata.isTrusted(URI.create("https://a.example/keys"), known)).isFalse();
    assertThat(EntraMetadata.isTrusted(URI.create("https://a.example/keys"), custom)).isTrue();
    assertThat(EntraMetadata.isTrusted(URI.create("http://a.example/keys"), custom)).isFalse();
    assertThat(EntraMetadata.isTrusted(URI.create("/keys"), custom)).isFalse();
  }

  @Test
  void keysElsewhere_areNotRequested() throws Exception {
    azure
        .script(ENTRA)
        .nextWhen(
            r -> r.path().endsWith("/openid-configuration"),
            new MockResponse.Builder()
                .body(
                    "{\"issuer\":\""
                        + azure.entra().issuer()
                        + "\",\"jwks_uri\":\"https://a.example/keys\"}")
                .build());
    assertUnavailable(decoder, valid());
    time.advance(Duration.ofSeconds(5));
    assertThat(decoder.decode(valid())).isNotNull();
  }
}
