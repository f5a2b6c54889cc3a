package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second factor is demanded of a user, for a resource or for one operation, and given. */
final class StepUpTest {
  private final SignInFixture world = new SignInFixture();
  private final FakeEntra entra = world.entra;
  private final Registration api = world.api();
  private final Registration page = entra.register(world.page(api).build());

  @BeforeEach
  void consent() {
    entra.grantConsent(page);
    entra.grantConsent(api);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private HttpUrl.Builder authorize(String claims) {
    HttpUrl.Builder url = world.authorize(page, SignInFixture.defaultOf(api));
    return claims.isEmpty() ? url : url.addQueryParameter("claims", claims);
  }

  private String token(FakeBrowser browser, String claims) {
    return world.token(browser, page, authorize(claims));
  }

  private void assertDemanded(String assertion, String claims, int code, String... more) {
    TokenClient.Result response = world.onBehalfOf(api, assertion, more);
    assertThat(response.refusal()).isEqualTo("400 interaction_required " + code);
    assertThat(response.text("suberror")).isEqualTo("basic_action");
    assertThat(response.text("claims")).isEqualTo(claims);
  }

  private TokenClient.Result exchanged(String assertion, String... more) {
    TokenClient.Result response = world.onBehalfOf(api, assertion, more);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response;
  }

  @Test
  void aUsersExchangeIsRefusedUntilHeSignsInWithTheClaims() {
    String before = token(world.alice, "");
    String amr = exchanged(before).accessToken().get("amr").toString();
    assertThat(amr).isEqualTo("[\"pwd\"]");

    String claims = entra.requireMfa(entra.alice());

    assertThat(claims).startsWith("{\"access_token\":{\"capolids\":{\"essential\":true,");
    assertDemanded(before, claims, 50076);
    assertDemanded(before, claims, 50076, "claims", claims);
    assertDemanded(token(world.alice, ""), claims, 50076);
    String after = token(world.alice, claims);
    assertThat(exchanged(after).accessToken().get("amr")).hasToString("[\"pwd\",\"mfa\"]");
    exchanged(token(world.bob, ""));
  }

  @Test
  void aDroppedDemandIsNone() {
    String assertion = token(world.alice, "");
    entra.requireMfa(entra.alice());
    entra.requireMfaForResource(Resource.TWINS_URI);
    entra.requireMfaForContext("c1");

    entra.removeRequirements(entra.alice());
    entra.removeMfaForResource(Resource.TWINS_URI);
    entra.removeMfaForContext("c1");

    exchanged(assertion, "claims", acrs("c1"));
  }

  @Test
  void aNewDemandWantsANewFactor() {
    String claims = entra.requireMfa(entra.alice());
    String assertion = token(world.alice, claims);
    exchanged(assertion);

    entra.requireMfa(entra.alice());

    assertDemanded(assertion, claims, 50078);
    exchanged(token(world.alice, claims));
  }

  @Test
  void aResourceDemandsItOfEverybody() {
    String claims = entra.requireMfaForResource(Resource.TWINS_URI);

    assertDemanded(token(world.alice, ""), claims, 50076);
    assertDemanded(token(world.bob, ""), claims, 50076);
    exchanged(token(world.bob, claims));
  }

  @Test
  void aResourceThatDemandsItIsSignedInToWithIt() {
    entra.requireMfaForResource(api.appIdUri());

    String first = world.open(authorize(""), "", "user", entra.alice().oid()).body();
    assertThat(first).contains("Verify your identity").contains("name=\"mfa\"");
    String refresh =
        world.redeem(page, world.signIn(world.alice, authorize(""))).text("refresh_token");
    assertThat(world.refresh(page, refresh, world.origin()).status()).isEqualTo(200);
    entra.requireMfaForResource(api.appIdUri());
    assertThat(world.refresh(page, refresh, world.origin()).refusal())
        .isEqualTo("400 interaction_required 50078");
  }

  @Test
  void whoGivesNoSecondFactorIsSentBack() {
    String claims = entra.requireMfa(entra.alice());

    Map<String, String> response =
        world.signIn(world.alice.withoutSecondFactor(), authorize(claims));

    assertThat(response).containsEntry("error", "access_denied").containsEntry("state", "s-1");
    assertThat(response.get("error_description")).startsWith("AADSTS500121: ");
  }

  @Test
  void aBrowserThatHasGivenItIsNotAskedAgain() {
    FakeBrowser browser = world.alice.keepingSession();
    token(browser, "");
    String claims = entra.requireMfa(entra.alice());
    HttpUrl.Builder silent = authorize(claims).addQueryParameter("prompt", "none");

    Map<String, String> error = world.signIn(browser, silent);
    assertThat(error)
        .containsEntry("error", "interaction_required")
        .containsEntry("claims", claims);
    assertThat(error.get("error_description")).startsWith("AADSTS50076: ");
    token(browser, claims);
    assertThat(world.signIn(browser.withoutSecondFactor(), silent)).containsKey("code");
  }

  @Test
  void aPlainClaimsDemandIsMetAsBefore() {
    entra.requireClaims(entra.alice(), acrs("c7"));

    assertDemanded(token(world.alice, ""), acrs("c7"), 50076);
    TokenClient.Result response = exchanged(token(world.alice, acrs("c7")));
    assertThat(response.accessToken().get("acrs")).hasToString("[\"c7\"]");
  }

  @Test
  void aContextIsDemandedOnlyWhereItIsAskedFor() {
    String claims = entra.requireMfaForContext("c1");
    assertThat(claims).isEqualTo(acrs("c1"));
    String before = token(world.alice, "");

    assertThat(exchanged(before).accessToken().has("acrs")).isFalse();
    assertDemanded(before, claims, 50076, "claims", claims);
    assertDemanded(
        before, claims, 50076, "claims", "{\"access_token\":{\"acrs\":{\"values\":[\"c1\"]}}}");

    String after = token(world.alice, claims);
    assertThat(TokenClient.claims(after).get("acrs")).hasToString("[\"c1\"]");
    assertThat(exchanged(after, "claims", claims).accessToken().get("acrs"))
        .hasToString("[\"c1\"]");
  }

  @Test
  void oneOperationAloneMayDemandIt() throws IOException {
    String claims = entra.requireMfaForContext("c1");
    world.azure.twins().demandContext("PATCH", "c1");
    String before = exchanged(token(world.alice, "")).text("access_token");
    String after = exchanged(token(world.alice, claims)).text("access_token");

    String encoded = Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    assertThat(call("GET", before)).isEqualTo("404");
    assertThat(call("PATCH", before))
        .startsWith("401 Bearer ")
        .contains("error=\"insufficient_claims\"")
        .contains("claims=\"" + encoded);
    assertThat(call("PATCH", after)).isEqualTo("404");
    String job = world.http.daemon().text("access_token");
    assertThat(call("PATCH", job)).isEqualTo("404");

    world.azure.twins().dropContext("PATCH");
    assertThat(call("PATCH", before)).isEqualTo("404");
  }

  /** Returns the status of a call for a twin that does not exist, and the challenge if any. */
  private String call(String method, String token) throws IOException {
    RequestBody patch = RequestBody.create("[]", MediaType.get("application/json-patch+json"));
    Request request =
        new Request.Builder()
            .url(world.azure.endpoint() + "/digitaltwins/none?api-version=2023-10-31")
            .header("Authorization", "Bearer " + token)
            .method(method, method.equals("GET") ? null : patch)
            .build();
    try (Response response = world.azure.httpClient().newCall(request).execute()) {
      String challenge = response.header("WWW-Authenticate");
      return response.code() + (challenge == null ? "" : " " + challenge);
    }
  }

  @Test
  void theKitsReadyAssertionsMeetItToo() {
    String claims = entra.requireMfa(entra.alice());

    assertDemanded(entra.assertionFor(entra.alice(), api), claims, 50076);
    exchanged(entra.assertionWithClaims(claims, entra.alice(), api));
  }

  private static String acrs(String context) {
    return "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"" + context + "\"}}}";
  }
}
