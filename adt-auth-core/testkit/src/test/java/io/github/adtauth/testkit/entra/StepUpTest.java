package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.FakeBrowser;
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

/**
 * Tests multifactor authentication requirements of users, resources and authentication contexts.
 */
final class StepUpTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.entra;
  private final Registration api = fixture.api();
  private final Registration page = entra.register(fixture.page(api).build());

  @BeforeEach
  void consent() {
    entra.grantConsent(page);
    entra.grantConsent(api);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private HttpUrl.Builder authorize(String claims) {
    HttpUrl.Builder url = fixture.authorize(page, SignInFixture.defaultOf(api));
    return claims.isEmpty() ? url : url.addQueryParameter("claims", claims);
  }

  private String token(FakeBrowser browser, String claims) {
    return fixture.token(browser, page, authorize(claims));
  }

  private void assertMfaRequired(String assertion, String claims, int code, String... more) {
    TokenClient.Result response = fixture.onBehalfOf(api, assertion, more);
    assertThat(response.error()).isEqualTo("400 interaction_required " + code);
    assertThat(response.text("suberror")).isEqualTo("basic_action");
    assertThat(response.text("claims")).isEqualTo(claims);
  }

  private TokenClient.Result exchange(String assertion, String... more) {
    TokenClient.Result response = fixture.onBehalfOf(api, assertion, more);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response;
  }

  @Test
  void mfaOfUser_isRequiredUntilSignInWithClaims() {
    String before = token(fixture.alice, "");
    String amr = exchange(before).accessToken().get("amr").toString();
    assertThat(amr).isEqualTo("[\"pwd\"]");

    String claims = entra.requireMfa(entra.alice());

    assertThat(claims).startsWith("{\"access_token\":{\"capolids\":{\"essential\":true,");
    assertMfaRequired(before, claims, 50076);
    assertMfaRequired(before, claims, 50076, "claims", claims);
    assertMfaRequired(token(fixture.alice, ""), claims, 50076);
    String after = token(fixture.alice, claims);
    assertThat(exchange(after).accessToken().get("amr")).hasToString("[\"pwd\",\"mfa\"]");
    exchange(token(fixture.bob, ""));
  }

  @Test
  void removedRequirement_hasNoEffect() {
    String assertion = token(fixture.alice, "");
    entra.requireMfa(entra.alice());
    entra.requireMfaForResource(Resource.TWINS_URI);
    entra.requireMfaForContext("c1");

    entra.removeRequirements(entra.alice());
    entra.removeMfaForResource(Resource.TWINS_URI);
    entra.removeMfaForContext("c1");

    exchange(assertion, "claims", acrs("c1"));
  }

  @Test
  void newRequirement_needsNewSecondFactor() {
    String claims = entra.requireMfa(entra.alice());
    String assertion = token(fixture.alice, claims);
    exchange(assertion);

    entra.requireMfa(entra.alice());

    assertMfaRequired(assertion, claims, 50078);
    exchange(token(fixture.alice, claims));
  }

  @Test
  void mfaOfResource_isRequiredOfAllUsers() {
    String claims = entra.requireMfaForResource(Resource.TWINS_URI);

    assertMfaRequired(token(fixture.alice, ""), claims, 50076);
    assertMfaRequired(token(fixture.bob, ""), claims, 50076);
    exchange(token(fixture.bob, claims));
  }

  @Test
  void mfaOfResource_isRequestedAtSignIn() {
    entra.requireMfaForResource(api.appIdUri());

    String first = fixture.open(authorize(""), "", "user", entra.alice().oid()).body();
    assertThat(first).contains("Verify your identity").contains("name=\"mfa\"");
    String refresh =
        fixture.redeem(page, fixture.signIn(fixture.alice, authorize(""))).text("refresh_token");
    assertThat(fixture.refresh(page, refresh, fixture.origin()).status()).isEqualTo(200);
    entra.requireMfaForResource(api.appIdUri());
    assertThat(fixture.refresh(page, refresh, fixture.origin()).error())
        .isEqualTo("400 interaction_required 50078");
  }

  @Test
  void missingSecondFactor_returnsError() {
    String claims = entra.requireMfa(entra.alice());

    Map<String, String> response =
        fixture.signIn(fixture.alice.withoutSecondFactor(), authorize(claims));

    assertThat(response).containsEntry("error", "access_denied").containsEntry("state", "s-1");
    assertThat(response.get("error_description")).startsWith("AADSTS500121: ");
  }

  @Test
  void browserWithSecondFactor_isNotAskedAgain() {
    FakeBrowser browser = fixture.alice.keepingSession();
    token(browser, "");
    String claims = entra.requireMfa(entra.alice());
    HttpUrl.Builder silent = authorize(claims).addQueryParameter("prompt", "none");

    Map<String, String> error = fixture.signIn(browser, silent);
    assertThat(error)
        .containsEntry("error", "interaction_required")
        .containsEntry("claims", claims);
    assertThat(error.get("error_description")).startsWith("AADSTS50076: ");
    token(browser, claims);
    assertThat(fixture.signIn(browser.withoutSecondFactor(), silent)).containsKey("code");
  }

  @Test
  void requiredClaims_areSatisfiedWithoutMfa() {
    entra.requireClaims(entra.alice(), acrs("c7"));

    assertMfaRequired(token(fixture.alice, ""), acrs("c7"), 50076);
    TokenClient.Result response = exchange(token(fixture.alice, acrs("c7")));
    assertThat(response.accessToken().get("acrs")).hasToString("[\"c7\"]");
  }

  @Test
  void context_isRequiredOnlyIfRequested() {
    String claims = entra.requireMfaForContext("c1");
    assertThat(claims).isEqualTo(acrs("c1"));
    String before = token(fixture.alice, "");

    assertThat(exchange(before).accessToken().has("acrs")).isFalse();
    assertMfaRequired(before, claims, 50076, "claims", claims);
    assertMfaRequired(
        before, claims, 50076, "claims", "{\"access_token\":{\"acrs\":{\"values\":[\"c1\"]}}}");

    String after = token(fixture.alice, claims);
    assertThat(TokenClient.claims(after).get("acrs")).hasToString("[\"c1\"]");
    assertThat(exchange(after, "claims", claims).accessToken().get("acrs")).hasToString("[\"c1\"]");
  }

  @Test
  void context_canBeRequiredForOneOperation() throws IOException {
    String claims = entra.requireMfaForContext("c1");
    fixture.azure.twins().requireAuthenticationContext("PATCH", "c1");
    String before = exchange(token(fixture.alice, "")).text("access_token");
    String after = exchange(token(fixture.alice, claims)).text("access_token");

    String encoded = Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    assertThat(call("GET", before)).isEqualTo("404");
    assertThat(call("PATCH", before))
        .startsWith("401 Bearer ")
        .contains("error=\"insufficient_claims\"")
        .contains("claims=\"" + encoded);
    assertThat(call("PATCH", after)).isEqualTo("404");
    String job = fixture.http.daemon().text("access_token");
    assertThat(call("PATCH", job)).isEqualTo("404");

    fixture.azure.twins().clearAuthenticationContext("PATCH");
    assertThat(call("PATCH", before)).isEqualTo("404");
  }

  /** Returns the status of a call for a missing twin, followed by the challenge if there is one. */
  private String call(String method, String token) throws IOException {
    RequestBody patch = RequestBody.create("[]", MediaType.get("application/json-patch+json"));
    Request request =
        new Request.Builder()
            .url(fixture.azure.endpoint() + "/digitaltwins/none?api-version=2023-10-31")
            .header("Authorization", "Bearer " + token)
            .method(method, method.equals("GET") ? null : patch)
            .build();
    try (Response response = fixture.azure.httpClient().newCall(request).execute()) {
      String challenge = response.header("WWW-Authenticate");
      return response.code() + (challenge == null ? "" : " " + challenge);
    }
  }

  @Test
  void assertionWithClaims_satisfiesMfa() {
    String claims = entra.requireMfa(entra.alice());

    assertMfaRequired(entra.assertionFor(entra.alice(), api), claims, 50076);
    exchange(entra.assertionWithClaims(claims, entra.alice(), api));
  }

  private static String acrs(String context) {
    return "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"" + context + "\"}}}";
  }
}
