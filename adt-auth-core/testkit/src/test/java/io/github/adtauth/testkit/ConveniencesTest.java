package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.entra.TokenClient;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.Jwts;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests what makes tests of resource servers and clients short. */
@ExtendWith(LocalAzureExtension.class)
class ConveniencesTest {
  private static final String TWINS = "https://digitaltwins.azure.net";

  @Test
  void keySet_verifiesTokens(LocalAzure azure) {
    FakeEntra entra = azure.entra();
    JsonObject key =
        Objects.requireNonNull(Json.parse(entra.jwks()))
            .getAsJsonArray("keys")
            .get(0)
            .getAsJsonObject();
    String token = entra.tokenFor(entra.alice(), entra.webApi().scope());

    assertThat(new BigInteger(1, Base64.getUrlDecoder().decode(Json.text(key, "n"))))
        .isEqualTo(entra.publicKey().getModulus());
    assertThat(Jwts.isSignedBy(token, entra.publicKey())).isTrue();
    String header = Jwts.decodeBase64(token.substring(0, token.indexOf('.')));
    assertThat(Json.text(Objects.requireNonNull(Json.parse(header)), "kid"))
        .isEqualTo(Json.text(key, "kid"));
  }

  @Test
  void issuer_isThatOfTheTokens(LocalAzure azure) {
    FakeEntra entra = azure.entra();
    for (int version : new int[] {1, 2}) {
      Registration api = entra.register(entra.webApi().toBuilder().tokenVersion(version).build());

      assertThat(claim(entra.tokenFor(entra.alice(), api.scope()), "iss"))
          .isEqualTo(entra.issuer(api));
    }
    assertThat(claim(entra.idTokenFor(entra.alice(), entra.webApi()), "iss"))
        .isEqualTo(entra.issuer());
  }

  @Test
  void tokenForUser_isForTheScope(LocalAzure azure) {
    FakeEntra entra = azure.entra();

    String token = entra.tokenFor(entra.bob(), TWINS + "/.default");

    assertThat(claim(token, "aud")).isEqualTo(TWINS);
    assertThat(claim(token, "scp")).isEqualTo("Read.Write");
    assertThat(claim(token, "oid")).isEqualTo(entra.bob().oid());
    assertThat(claim(entra.tokenFor(entra.bob(), entra.webApi().scope()), "scp"))
        .isEqualTo("access_as_user");
  }

  @Test
  void tokenForApplication_isForTheApi(LocalAzure azure) {
    String token = azure.entra().tokenFor(azure.entra().daemon(), TWINS + "/.default");

    assertThat(claim(token, "idtyp")).isEqualTo("app");
    assertThat(claim(token, "oid")).isEqualTo(azure.entra().daemon().servicePrincipalId());
    assertThat(status(azure, token)).isEqualTo(404);
  }

  @Test
  void environment_hasTheVariablesOfAzureIdentity(LocalAzure azure) {
    FakeEntra entra = azure.entra();
    assertThat(azure.environment(entra.daemon()))
        .isEqualTo(
            Map.of(
                "AZURE_TENANT_ID", entra.tenantId(),
                "AZURE_CLIENT_ID", entra.daemon().clientId(),
                "AZURE_CLIENT_SECRET", entra.daemon().secret()));
    assertThat(azure.environment(entra.nativeApp())).doesNotContainKey("AZURE_CLIENT_SECRET");
    Registration elsewhere = Registration.builder("id", "Elsewhere").tenant("t").build();
    assertThat(azure.environment(elsewhere)).containsEntry("AZURE_TENANT_ID", "t");
  }

  @Test
  void scriptOfService_isForAllItsHosts(LocalAzure azure) {
    TokenClient client = new TokenClient(azure);
    azure.script(azure.entra()).times(2, Faults.status(500));

    assertThat(client.get("https://login.microsoftonline.com/common/x").status()).isEqualTo(500);
    assertThat(client.get("https://login.microsoftonline.us/common/x").status()).isEqualTo(500);
    assertThat(client.get("https://login.microsoftonline.com/common/x").status()).isEqualTo(404);
  }

  @Test
  void scriptOfHost_takesPrecedence(LocalAzure azure) {
    TokenClient client = new TokenClient(azure);
    azure.script(azure.entra()).always(Faults.status(500));
    azure.script("login.microsoftonline.com").next(Faults.status(502));

    assertThat(client.get("https://login.microsoftonline.com/common/x").status()).isEqualTo(502);
    assertThat(client.get("https://login.microsoftonline.com/common/x").status()).isEqualTo(500);
  }

  @Test
  void claimsChallenge_isThatOfContinuousAccessEvaluation(LocalAzure azure) {
    String claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}";
    azure.script(azure.twins()).next(Faults.claimsChallenge(claims)).next(Faults.invalidToken());
    TokenClient client = new TokenClient(azure);

    TokenClient.Result challenge = client.get(azure.endpoint() + "/models");

    assertThat(challenge.status()).isEqualTo(401);
    assertThat(challenge.headers().get("WWW-Authenticate"))
        .contains("error=\"insufficient_claims\"")
        .contains(
            "claims=\""
                + Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + "\"");
    TokenClient.Result invalid = client.get(azure.endpoint() + "/models");
    assertThat(invalid.headers().get("WWW-Authenticate")).contains("error=\"invalid_token\"");
  }

  private static String claim(String token, String name) {
    return Json.text(Objects.requireNonNull(Jwts.claims(token)), name);
  }

  private static int status(LocalAzure azure, String token) {
    return new TokenClient(azure)
        .send(
            new Request.Builder()
                .url(azure.endpoint() + "/digitaltwins/x?api-version=2023-10-31")
                .header("Authorization", "Bearer " + token)
                .build())
        .status();
  }
}
