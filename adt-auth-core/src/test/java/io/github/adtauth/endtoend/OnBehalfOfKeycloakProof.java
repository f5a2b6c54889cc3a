package io.github.adtauth.endtoend;

import static io.github.adtauth.endtoend.KeycloakRealm.ALICE;
import static io.github.adtauth.endtoend.KeycloakRealm.BOB;
import static io.github.adtauth.endtoend.KeycloakRealm.CLIENT;
import static io.github.adtauth.endtoend.KeycloakRealm.ISSUER;
import static io.github.adtauth.endtoend.KeycloakRealm.JOB;
import static io.github.adtauth.endtoend.KeycloakRealm.SCOPE;
import static io.github.adtauth.endtoend.KeycloakRealm.SECRET;
import static io.github.adtauth.endtoend.KeycloakRealm.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.AuthListener;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.TestKeys;
import io.github.adtauth.internal.credential.ClientAuthentication;
import io.github.adtauth.internal.credential.ClientAuthenticationRequest;
import io.github.adtauth.internal.credential.ClientAuthenticator;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import okhttp3.FormBody;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the exchange with an independent server that checks the signature, issuer, audience and
 * user of assertions. Slow; run with the profile {@code keycloak}.
 */
class OnBehalfOfKeycloakProof {
  private static final TokenRequest TWINS = TokenRequest.of(SCOPE);

  private static HeldCertificate certificate;
  private static KeyPair issuerKey;
  private static KeyPair strangersKey;
  private static KeycloakServer keycloak;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    issuerKey = keys.generateKeyPair();
    strangersKey = keys.generateKeyPair();
    certificate = TestKeys.selfSigned("job", Instant.now(), Duration.ofDays(1));
    keycloak =
        new KeycloakServer(
            folder, KeycloakRealm.of(issuerKey.getPublic(), certificate.certificate()));
  }

  @AfterAll
  static void stop() {
    if (keycloak != null) {
      keycloak.close();
    }
  }

  private static OnBehalfOf onBehalfOf(String secret) {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(CLIENT)
            .tenant(TENANT)
            .cloud(new Cloud(keycloak.authorityHost(), SCOPE))
            .appIdUri(keycloak.issuer(TENANT))
            .build();
    return SignIn.with(config)
        .tokenHttpClient(keycloak.client())
        .onBehalfOf(ClientCredential.secret(secret));
  }

  private static JsonObject claims(String oid) {
    long now = Instant.now().getEpochSecond();
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", ISSUER);
    claims.addProperty("sub", oid);
    claims.addProperty("oid", oid);
    claims.addProperty("tid", TENANT);
    claims.addProperty("aud", keycloak.issuer(TENANT));
    claims.addProperty("scp", "access_as_user");
    claims.addProperty("azp", "22222222-2222-3333-4444-555555555555");
    claims.addProperty("jti", UUID.randomUUID().toString());
    claims.addProperty("iat", now);
    claims.addProperty("exp", now + 3600);
    return claims;
  }

  private static String assertion(String oid, KeyPair key, Consumer<JsonObject> change)
      throws GeneralSecurityException {
    JsonObject claims = claims(oid);
    change.accept(claims);
    String content =
        base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims.toString());
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(key.getPrivate());
    signer.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String userOf(AccessToken token) {
    byte[] payload = Base64.getUrlDecoder().decode(token.value().split("\\.", -1)[1]);
    return JsonParser.parseString(new String(payload, StandardCharsets.UTF_8))
        .getAsJsonObject()
        .get("preferred_username")
        .getAsString();
  }

  private static void assertRejected(String assertion) {
    TokenProvider tokens = onBehalfOf(SECRET).forUser(assertion);
    assertThatThrownBy(() -> tokens.token(TWINS))
        .as(keycloak::lastLines)
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void eachUser_getsTokenOnce() throws Exception {
    OnBehalfOf onBehalfOf = onBehalfOf(SECRET);
    String alice = assertion(ALICE, issuerKey, claims -> {});
    String bob = assertion(BOB, issuerKey, claims -> {});
    AccessToken first = onBehalfOf.forUser(alice).token(TWINS);
    assertThat(userOf(first)).isEqualTo("alice");
    assertThat(userOf(onBehalfOf.forUser(bob).token(TWINS))).isEqualTo("bob");
    assertThat(onBehalfOf.forUser(alice).token(TWINS)).isSameAs(first);
  }

  @Test
  void forgedSignature_isInboundTokenError() throws Exception {
    assertRejected(assertion(ALICE, strangersKey, claims -> {}));
  }

  @Test
  void tokenForOtherAudience_isInboundTokenError() throws Exception {
    assertRejected(assertion(ALICE, issuerKey, claims -> claims.addProperty("aud", CLIENT)));
  }

  @Test
  void tokenForTwoAudiences_isInboundTokenError() throws Exception {
    JsonArray two = new JsonArray();
    two.add(CLIENT);
    two.add("https://somewhere.example");
    assertRejected(assertion(ALICE, issuerKey, claims -> claims.add("aud", two)));
  }

  @Test
  void unknownUser_isInboundTokenError() throws Exception {
    assertRejected(assertion(UUID.randomUUID().toString(), issuerKey, claims -> {}));
  }

  @Test
  void tokenOfOtherIssuer_isInboundTokenError() throws Exception {
    assertRejected(
        assertion(ALICE, issuerKey, claims -> claims.addProperty("iss", "https://else.example")));
  }

  @Test
  void wrongSecret_isNotInboundTokenError() throws IOException, GeneralSecurityException {
    TokenProvider tokens = onBehalfOf("wrong").forUser(assertion(ALICE, issuerKey, claims -> {}));
    assertThatThrownBy(() -> tokens.token(TWINS)).isInstanceOf(RegistrationException.class);
  }

  @Test
  void assertionOfACertificate_isAccepted_andThatOfAnotherIsNot() throws IOException {
    assertThat(clientCredentials(certificate)).isEqualTo(200);
    assertThat(clientCredentials(TestKeys.selfSigned("x", Instant.now(), Duration.ofDays(1))))
        .isBetween(400, 401);
  }

  /** Sends the request directly, because the audience must be Keycloak's own address. */
  private static int clientCredentials(HeldCertificate signer) throws IOException {
    ClientCredential credential =
        ClientCredential.certificate(signer.keyPair().getPrivate(), List.of(signer.certificate()));
    URI endpoint = URI.create(keycloak.issuer(TENANT) + "/protocol/openid-connect/token");
    ClientAuthentication proof =
        ClientAuthenticator.authenticate(
            credential,
            new ClientAuthenticationRequest(JOB, endpoint, Clock.systemUTC(), AuthListener.NONE));
    FormBody form =
        new FormBody.Builder()
            .add("grant_type", "client_credentials")
            .add("client_id", JOB)
            .add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .add("client_assertion", proof.value().reveal())
            .build();
    Request request = new Request.Builder().url(endpoint.toString()).post(form).build();
    try (Response response = keycloak.plainClient().newCall(request).execute()) {
      return response.code();
    }
  }
}
