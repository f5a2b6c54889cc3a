package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.FakeBrowser;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests consent of users and administrators, for a client and the APIs that list it. */
final class ConsentTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.entra;
  private final Registration api = fixture.api();
  private final Registration page = entra.register(fixture.page(api).build());

  @AfterEach
  void close() {
    fixture.close();
  }

  private HttpUrl.Builder authorize() {
    return fixture.authorize(page, SignInFixture.defaultOf(api));
  }

  /** Returns the page after Alice has entered her name, or an empty string if there is none. */
  private String page(HttpUrl.Builder url) {
    return fixture.open(url, "", "user", entra.alice().oid()).body();
  }

  private void assertConsentRequired(TokenClient.Result response, Registration app) {
    assertThat(response.error()).isEqualTo("400 invalid_grant 65001");
    assertThat(response.text("suberror")).isEqualTo("consent_required");
    assertThat(response.text("error_description")).contains("'" + app.clientId() + "'");
    assertThat(response.json().has("claims")).isFalse();
  }

  @Test
  void consent_coversClientAndApiThatListsIt() {
    assertThat(page(authorize()))
        .contains("Permissions requested")
        .contains("<h2>Buildings would like to</h2><ul><li>access_as_user of Buildings API</li>")
        .contains("Maintain access to data")
        .contains("<h2>Buildings API would like to</h2><ul><li>Read.Write of Azure Digital Twins");

    String assertion = fixture.token(fixture.alice, page, api);

    assertThat(fixture.onBehalfOf(api, assertion).status()).isEqualTo(200);
    assertThat(page(authorize())).isEmpty();
  }

  @Test
  void consent_isPerUser() {
    fixture.token(fixture.alice, page, api);

    assertThat(fixture.open(authorize(), "", "user", entra.bob().oid()).body())
        .contains("Permissions requested");
    String ofBob = entra.assertionFor(entra.bob(), api);
    assertConsentRequired(fixture.onBehalfOf(api, ofBob), api);
  }

  @Test
  void consent_doesNotCoverApiThatDoesNotListClient() {
    Registration otherApi = entra.register(SignInFixture.newApi().build());

    assertThat(page(authorize())).contains("access_as_user").doesNotContain("Read.Write");
    String assertion = fixture.token(fixture.alice, page, otherApi);

    assertConsentRequired(fixture.onBehalfOf(otherApi, assertion), otherApi);
    entra.grantConsent(otherApi, entra.alice());
    assertThat(fixture.onBehalfOf(otherApi, assertion).status()).isEqualTo(200);
  }

  @Test
  void consentToNamedScope_coversThatScopeOnly() {
    HttpUrl.Builder url = fixture.authorize(page, "openid " + api.scope());
    assertThat(page(url)).contains("access_as_user").doesNotContain("Read.Write");

    String assertion = fixture.token(fixture.alice, page, url);

    assertConsentRequired(fixture.onBehalfOf(api, assertion), api);
  }

  @Test
  void preAuthorizedClient_skipsConsentUnlessPrompted() {
    Registration preAuthorizing =
        entra.register(api.toBuilder().preAuthorized(page.clientId()).build());
    assertThat(page(authorize())).isEmpty();
    String assertion = fixture.token(fixture.alice, page, preAuthorizing);
    assertConsentRequired(fixture.onBehalfOf(preAuthorizing, assertion), preAuthorizing);

    HttpUrl.Builder promptingUrl = authorize().addQueryParameter("prompt", "consent");
    String again = fixture.token(fixture.alice, page, promptingUrl);

    assertThat(fixture.onBehalfOf(preAuthorizing, again).status()).isEqualTo(200);
  }

  @Test
  void promptConsent_listsAllPermissions() {
    fixture.token(fixture.alice, page, api);

    assertThat(page(authorize().addQueryParameter("prompt", "consent")))
        .contains("access_as_user")
        .contains("Read.Write");
  }

  @Test
  void canceledConsent_grantsNothing() {
    Map<String, String> response = fixture.signIn(fixture.alice.withoutConsent(), authorize());

    assertThat(response).containsEntry("error", "access_denied").containsEntry("state", "s-1");
    assertThat(response.get("error_description")).startsWith("AADSTS65004: ");
    assertThat(page(authorize())).contains("Permissions requested");
  }

  @Test
  void silentRequest_withoutConsent_isRejected() {
    FakeBrowser browser = fixture.alice.keepingSession();
    fixture.signIn(browser.withoutConsent(), authorize());

    Map<String, String> response =
        fixture.signIn(browser, authorize().addQueryParameter("prompt", "none"));

    assertThat(response)
        .containsEntry("error", "consent_required")
        .containsEntry("suberror", "consent_required");
    assertThat(response.get("error_description")).startsWith("AADSTS65001: ");
  }

  @Test
  void adminConsent_coversAllUsers() {
    entra.grantConsent(page);
    entra.grantConsent(api);

    assertThat(page(authorize())).isEmpty();
    assertThat(fixture.onBehalfOf(api, fixture.token(fixture.bob, page, api)).status())
        .isEqualTo(200);
  }

  @Test
  void registration_hasAdminConsentByDefault() {
    Registration consented = entra.register(fixture.page(api).consentGranted(true).build());

    assertThat(page(fixture.authorize(consented, "openid"))).isEmpty();
    assertThat(page(fixture.authorize(consented, api.scope()))).isEmpty();
    entra.register(consented.toBuilder().withoutConsent().build());
    assertThat(page(fixture.authorize(consented, api.scope()))).contains("Permissions requested");
  }

  @Test
  void consent_isRevokedForOneUserOrAll() {
    String ofAlice = fixture.token(fixture.alice, page, api);
    String ofBob = fixture.token(fixture.bob, page, api);

    entra.revokeConsent(api, entra.alice());
    assertConsentRequired(fixture.onBehalfOf(api, ofAlice), api);
    assertThat(fixture.onBehalfOf(api, ofBob).status()).isEqualTo(200);

    entra.revokeConsent(api);
    assertConsentRequired(fixture.onBehalfOf(api, ofBob), api);
  }

  @Test
  void defaultScope_ofUnlistedResource_isRejected() {
    Map<String, String> response =
        fixture.signIn(fixture.alice, fixture.authorize(page, TokenClient.TWINS));

    assertThat(response).containsEntry("error", "invalid_resource");
    assertThat(response.get("error_description")).startsWith("AADSTS650057: ");
  }

  @Test
  void consentPage_escapesApplicationNames() {
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
