package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.MutableClock;
import io.github.adtauth.testkit.internal.Jwts;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests client authentication with certificates. */
final class ClientAssertionTest {
  private static final KeyPair KEY = newKey();

  private final MutableClock clock = MutableClock.startingNow();
  private final LocalAzure azure = LocalAzure.builder().clock(clock).start();
  private final FakeEntra entra = azure.entra();
  private final TokenClient client = new TokenClient(azure);
  private final String clientId = entra.daemon().clientId();

  @BeforeEach
  void upload() {
    entra.register(entra.daemon().toBuilder().noSecrets().certificate(KEY.getPublic()).build());
  }

  @AfterEach
  void close() {
    azure.close();
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonObject claims() {
    long now = clock.instant().getEpochSecond();
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", clientId);
    claims.addProperty("sub", clientId);
    claims.addProperty(
        "aud", "https://login.microsoftonline.com/" + entra.tenantId() + "/oauth2/v2.0/token");
    claims.addProperty("nbf", now);
    claims.addProperty("exp", now + 600);
    return claims;
  }

  private static String sign(JsonObject claims, String algorithm) throws GeneralSecurityException {
    String content =
        Jwts.base64("{\"alg\":\"" + algorithm + "\"}") + "." + Jwts.base64(claims.toString());
    boolean pss = algorithm.equals("PS256");
    Signature signature = Signature.getInstance(pss ? "RSASSA-PSS" : "SHA256withRSA");
    if (pss) {
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    signature.initSign(KEY.getPrivate());
    signature.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + Jwts.base64(signature.sign());
  }

  private TokenClient.Result send(String assertion) {
    return client.token(
        "grant_type",
        "client_credentials",
        "client_id",
        clientId,
        "client_assertion_type",
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion",
        assertion,
        "scope",
        TokenClient.TWINS);
  }

  @Test
  void assertionOfUploadedCertificate_authenticatesClient() throws GeneralSecurityException {
    for (String algorithm : new String[] {"RS256", "PS256"}) {
      TokenClient.Result response = send(sign(claims(), algorithm));
      assertThat(response.accessToken().get("appidacr").getAsString()).isEqualTo("2");
    }
  }

  @Test
  void assertionWithOtherKey_isRejected() {
    assertThat(send(Jwts.signWithUnpublishedKey(claims())).error())
        .isEqualTo("401 invalid_client 700027");
  }

  @Test
  void unsignedAssertion_isRejected() {
    String unsigned = Jwts.base64("{\"alg\":\"none\"}") + "." + Jwts.base64(claims() + "") + ".";
    assertThat(send(unsigned).error()).isEqualTo("401 invalid_client 700027");
  }

  @Test
  void expiredAssertion_isRejected() throws GeneralSecurityException {
    String assertion = sign(claims(), "RS256");
    clock.advance(Duration.ofMinutes(10));
    assertThat(send(assertion).error()).isEqualTo("401 invalid_client 700024");
  }

  @Test
  void assertionWithOtherAudienceOrIssuer_isRejected() throws GeneralSecurityException {
    JsonObject audience = claims();
    audience.addProperty("aud", "https://evil.example");
    assertThat(send(sign(audience, "RS256")).code()).isEqualTo(700023);
    JsonObject issuer = claims();
    issuer.addProperty("iss", entra.webApi().clientId());
    assertThat(send(sign(issuer, "RS256")).code()).isEqualTo(700021);
  }
}
