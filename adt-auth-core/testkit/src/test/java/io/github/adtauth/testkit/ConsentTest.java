package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Consent is asked once, of each user, for the client and for the API that knows it. */
final class ConsentTest {
  private final SignInFixture world = new SignInFixture();
  private final FakeEntra entra = world.entra;
  private final Registration api = world.api();
  private final Registration page = entra.register(world.page(api).build());

  @AfterEach
  void close() {
    world.close();
  }

  private HttpUrl.Builder authorize() {
    return world.authorize(page, SignInFixture.defaultOf(api));
  }

  /** Returns the page that Alice sees after she has named herself; empty when there is none. */
  private String page(HttpUrl.Builder url) {
    return world.open(url, "", "user", entra.alice().oid()).body();
  }

  private void assertRefusedForWantOfConsent(TokenClient.Result response, Registration app) {
    assertThat(response.refusal()).isEqualTo("400 invalid_grant 65001");
    assertThat(response.text("suberror")).isEqualTo("consent_required");
    assertThat(response.text("error_description")).contains("'" + app.clientId() + "'");
    assertThat(response.json().has("claims")).isFalse();
  }

  @Test
  void oneConsentCoversTheClientAndTheApiThatKnowsIt() {
    assertThat(page(authorize()))
        .contains("Permissions requested")
        .contains("<h2>Buildings would like to</h2><ul><li>access_as_user of Buildings API</li>")
        .contains("Maintain access to data")
        .contains("<h2>Buildings API would like to</h2><ul><li>Read.Write of Azure Digital Twins");

    String assertion = world.token(world.alice, page, api);

    assertThat(world.onBehalfOf(api, assertion).status()).isEqualTo(200);
    assertThat(page(authorize())).isEmpty();
  }

  @Test
  void eachUserConsentsForHimself() {
    world.token(world.alice, page, api);

    assertThat(world.open(authorize(), "", "user", entra.bob().oid()).body())
        .contains("Permissions requested");
    String ofBob = entra.assertionFor(entra.bob(), api);
    assertRefusedForWantOfConsent(world.onBehalfOf(api, ofBob), api);
  }

  @Test
  void anApiThatDoesNotKnowTheClientIsNotCovered() {
    Registration stranger = entra.register(SignInFixture.newApi().build());

    assertThat(page(authorize())).contains("access_as_user").doesNotContain("Read.Write");
    String assertion = world.token(world.alice, page, stranger);

    assertRefusedForWantOfConsent(world.onBehalfOf(stranger, assertion), stranger);
    entra.grantConsent(stranger, entra.alice());
    assertThat(world.onBehalfOf(stranger, assertion).status()).isEqualTo(200);
  }

  @Test
  void aScopeByItsNameIsConsentedToAlone() {
    HttpUrl.Builder url = world.authorize(page, "openid " + api.scope());
    assertThat(page(url)).contains("access_as_user").doesNotContain("Read.Write");

    String assertion = world.token(world.alice, page, url);

    assertRefusedForWantOfConsent(world.onBehalfOf(api, assertion), api);
  }

  @Test
  void aPreAuthorizedClientIsNotAskedUntilItInsists() {
    Registration open = entra.register(api.toBuilder().preAuthorized(page.clientId()).build());
    assertThat(page(authorize())).isEmpty();
    String assertion = world.token(world.alice, page, open);
    assertRefusedForWantOfConsent(world.onBehalfOf(open, assertion), open);

    HttpUrl.Builder insisting = authorize().addQueryParameter("prompt", "consent");
    String again = world.token(world.alice, page, insisting);

    assertThat(world.onBehalfOf(open, again).status()).isEqualTo(200);
  }

  @Test
  void promptConsentAsksAgainForEverything() {
    world.token(world.alice, page, api);

    assertThat(page(authorize().addQueryParameter("prompt", "consent")))
        .contains("access_as_user")
        .contains("Read.Write");
  }

  @Test
  void whoCancelsGrantsNothing() {
    Map<String, String> response = world.signIn(world.alice.withoutConsent(), authorize());

    assertThat(response).containsEntry("error", "access_denied").containsEntry("state", "s-1");
    assertThat(response.get("error_description")).startsWith("AADSTS65004: ");
    assertThat(page(authorize())).contains("Permissions requested");
  }

  @Test
  void consentIsNotAskedSilently() {
    FakeBrowser browser = world.alice.keepingSession();
    world.signIn(browser.withoutConsent(), authorize());

    Map<String, String> response =
        world.signIn(browser, authorize().addQueryParameter("prompt", "none"));

    assertThat(response)
        .containsEntry("error", "consent_required")
        .containsEntry("suberror", "consent_required");
    assertThat(response.get("error_description")).startsWith("AADSTS65001: ");
  }

  @Test
  void anAdministratorConsentsForAll() {
    entra.grantConsent(page);
    entra.grantConsent(api);

    assertThat(page(authorize())).isEmpty();
    assertThat(world.onBehalfOf(api, world.token(world.bob, page, api)).status()).isEqualTo(200);
  }

  @Test
  void unlessTheRegistrationSaysOtherwiseAnAdministratorHasConsented() {
    Registration settled = entra.register(world.page(api).consentGranted(true).build());

    assertThat(page(world.authorize(settled, "openid"))).isEmpty();
    assertThat(page(world.authorize(settled, api.scope()))).isEmpty();
    entra.register(settled.toBuilder().withoutConsent().build());
    assertThat(page(world.authorize(settled, api.scope()))).contains("Permissions requested");
  }

  @Test
  void consentIsTakenBackOfOneUserOrOfAll() {
    String ofAlice = world.token(world.alice, page, api);
    String ofBob = world.token(world.bob, page, api);

    entra.revokeConsent(api, entra.alice());
    assertRefusedForWantOfConsent(world.onBehalfOf(api, ofAlice), api);
    assertThat(world.onBehalfOf(api, ofBob).status()).isEqualTo(200);

    entra.revokeConsent(api);
    assertRefusedForWantOfConsent(world.onBehalfOf(api, ofBob), api);
  }

  @Test
  void whatTheRegistrationDoesNotListIsNoDefault() {
    Map<String, String> response =
        world.signIn(world.alice, world.authorize(page, TokenClient.TWINS));

    assertThat(response).containsEntry("error", "invalid_resource");
    assertThat(response.get("error_description")).startsWith("AADSTS650057: ");
  }

  @Test
  void thePageEscapesTheNamesOfApplications() {
    entra.register(
        Registration.builder(api.clientId(), "<script>Twins")
            .exposes("access_as_user")
            .withoutConsent()
            .build());

    assertThat(page(authorize()))
        .contains("access_as_user of &lt;script&gt;Twins")
        .doesNotContain("<script>");
  }
}
