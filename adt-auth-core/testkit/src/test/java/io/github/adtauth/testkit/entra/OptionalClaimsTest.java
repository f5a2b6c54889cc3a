package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.FakeBrowser;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the optional claims {@code login_hint} and {@code sid}, and the hints of a sign-in. */
class OptionalClaimsTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.entra;
  private final Registration api = fixture.api();
  private final Registration page =
      entra.register(
          fixture
              .page(api)
              .consentGranted(true)
              .optionalClaim("login_hint")
              .optionalClaim("sid")
              .build());

  @AfterEach
  void close() {
    fixture.close();
  }

  private JsonObject idToken(FakeBrowser browser, Registration client) {
    Map<String, String> response =
        fixture.signIn(browser, fixture.authorize(client, SignInFixture.defaultOf(api)));
    return TokenClient.claims(fixture.redeem(client, response).text("id_token"));
  }

  private Map<String, String> silently(FakeBrowser browser, String name, String value) {
    return fixture.signIn(
        browser,
        fixture
            .authorize(page, SignInFixture.defaultOf(api))
            .addQueryParameter("prompt", "none")
            .addQueryParameter(name, value));
  }

  @Test
  void optionalClaims_areInIdTokens() {
    JsonObject token = idToken(fixture.alice, page);

    assertThat(token.get("login_hint").getAsString()).isNotEmpty().isNotEqualTo("alice");
    assertThat(token.get("sid").getAsString()).isNotEmpty();
  }

  @Test
  void claimsThatAreNotConfigured_areAbsent() {
    Registration plain = entra.register(fixture.page(api).consentGranted(true).build());

    JsonObject token = idToken(fixture.alice, plain);

    assertThat(token.has("login_hint")).isFalse();
    assertThat(token.has("sid")).isFalse();
  }

  @Test
  void sessionId_remainsTheSameInASession() {
    FakeBrowser browser = fixture.alice.keepingSession();

    String first = idToken(browser, page).get("sid").getAsString();

    assertThat(idToken(browser, page).get("sid").getAsString()).isEqualTo(first);
    assertThat(idToken(fixture.alice, page).get("sid").getAsString()).isNotEqualTo(first);
  }

  @Test
  void loginHint_findsTheUserOfTheSession() {
    FakeBrowser browser = fixture.alice.keepingSession();
    String hint = idToken(browser, page).get("login_hint").getAsString();
    String bobsHint = idToken(fixture.bob, page).get("login_hint").getAsString();

    assertThat(silently(browser, "login_hint", hint)).containsKey("code");
    assertThat(silently(browser, "login_hint", entra.alice().upn())).containsKey("code");
    assertThat(silently(browser, "login_hint", bobsHint)).containsEntry("error", "login_required");
  }

  @Test
  void loginHint_isTheNameOnTheSignInPage() {
    String hint = idToken(fixture.alice, page).get("login_hint").getAsString();

    String html =
        fixture
            .open(
                fixture
                    .authorize(page, SignInFixture.defaultOf(api))
                    .addQueryParameter("login_hint", hint),
                "")
            .body();

    assertThat(html).contains("value=\"" + entra.alice().upn() + "\"");
  }

  @Test
  void sid_findsTheSession() {
    FakeBrowser browser = fixture.alice.keepingSession();
    String sid = idToken(browser, page).get("sid").getAsString();

    assertThat(silently(browser, "sid", sid)).containsKey("code");
    assertThat(silently(browser, "sid", "other")).containsEntry("error", "login_required");
  }
}
