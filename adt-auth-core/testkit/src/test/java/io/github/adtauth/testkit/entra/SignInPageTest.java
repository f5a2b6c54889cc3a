package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.internal.HtmlText;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the sign-in page and the session of the browser. */
final class SignInPageTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.entra;
  private final Registration api = fixture.api();
  private final Registration page = entra.register(fixture.page(api).build());

  @BeforeEach
  void consent() {
    entra.grantConsent(page);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private HttpUrl.Builder authorize(String... more) {
    HttpUrl.Builder url = fixture.authorize(page, SignInFixture.defaultOf(api));
    for (int i = 0; i < more.length; i += 2) {
      url.addQueryParameter(more[i], more[i + 1]);
    }
    return url;
  }

  private TokenClient.Result open(String cookie, String... more) {
    return fixture.open(authorize(more), cookie);
  }

  /** Signs Alice in and returns the session cookie. */
  private String cookie() {
    String set = fixture.open(authorize(), "", "user", entra.alice().oid()).header("Set-Cookie");
    assertThat(set).contains("; Secure; HttpOnly; SameSite=None");
    return set.substring(0, set.indexOf(';'));
  }

  private static void assertSignInPage(TokenClient.Result response) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).contains("<h1>Sign in</h1>");
  }

  private void assertCode(TokenClient.Result response) {
    assertThat(response.status()).as(response.body()).isEqualTo(302);
    assertThat(response.header("Location")).startsWith(fixture.address("/app?code="));
  }

  @Test
  void signInPage_isLabeled_andNotStored() {
    TokenClient.Result response = open("");

    assertSignInPage(response);
    assertThat(response.body())
        .contains("<html lang=\"en\">")
        .contains("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .contains("<p>to continue to Buildings</p>")
        .contains("<label for=\"username\">User name</label><input id=\"username\"")
        .contains("value=\"" + entra.alice().oid() + "\"")
        .contains("Bob Brown")
        .contains(">Cancel</button>");
    assertThat(response.header("Cache-Control")).contains("no-store");
    assertThat(response.header("X-Frame-Options")).isEqualTo("DENY");
  }

  @Test
  void loginHint_isEscapedInField() {
    assertThat(open("", "login_hint", "x\"><script>").body())
        .contains("value=\"x&quot;&gt;&lt;script&gt;\"")
        .doesNotContain("<script>");
  }

  @Test
  void typedUserName_signsIn() {
    assertCode(fixture.open(authorize(), "", "username", " Alice@contoso.onmicrosoft.com "));
  }

  @Test
  void unknownUserName_showsPageAgain() {
    entra.addTenant("99999999-2222-4333-8444-555555555555", "fabrikam.onmicrosoft.com");
    entra.addUser(new FakeUser("e-1", "99999999-2222-4333-8444-555555555555", "eve@f.x", "Eve"));
    for (String name : new String[] {"<nobody>", "eve@f.x", ""}) {
      TokenClient.Result response = fixture.open(authorize(), "", "username", name);

      assertSignInPage(response);
      assertThat(response.body())
          .contains("role=\"alert\"")
          .contains("value=\"" + HtmlText.escape(name) + "\"")
          .doesNotContain("<nobody>");
    }
  }

  @Test
  void browserWithSession_skipsSignInPage() {
    String cookie = cookie();

    assertCode(open(cookie));
    assertCode(open("other=1; " + cookie, "login_hint", "alice@contoso.onmicrosoft.com"));
    assertThat(open(cookie).header("Set-Cookie")).isEqualTo("null");
  }

  @ParameterizedTest
  @CsvSource({"prompt, login", "prompt, select_account", "login_hint, bob@contoso.onmicrosoft.com"})
  void browserWithSession_showsPage_ifRequested(String name, String value) {
    assertSignInPage(open(cookie(), name, value));
  }

  @Test
  void silentRequest_returnsCodeOrError() {
    String cookie = cookie();

    assertCode(open(cookie, "prompt", "none"));
    for (TokenClient.Result response :
        new TokenClient.Result[] {
          open("", "prompt", "none"),
          open("ESTSAUTH=forged", "prompt", "none"),
          open(cookie, "prompt", "none", "login_hint", "bob@contoso.onmicrosoft.com")
        }) {
      assertThat(response.status()).isEqualTo(302);
      assertThat(response.header("Location")).contains("error=login_required").contains("50058");
    }
  }

  @Test
  void unknownPrompt_isRejected() {
    assertThat(open("", "prompt", "maybe").header("Location")).contains("AADSTS90023");
  }

  @Test
  void revokedSession_showsSignInPage() {
    String cookie = cookie();
    entra.revokeSessions(entra.alice());

    assertSignInPage(open(cookie));
    assertCode(open(cookie()));
  }

  @Test
  void forgedSession_showsSignInPage() {
    assertSignInPage(fixture.open(authorize(), "", "session", "forged", "mfa", "1"));
    assertSignInPage(fixture.open(authorize(), "", "session", "forged", "accept", "1"));
  }

  @Test
  void signOut_endsSession_andRedirectsToRegisteredUri() {
    String cookie = cookie();
    HttpUrl.Builder logout =
        HttpUrl.get("https://login.microsoftonline.com/" + entra.tenantId() + "/oauth2/v2.0/logout")
            .newBuilder()
            .addQueryParameter("state", "s 2");

    TokenClient.Result elsewhere =
        fixture.open(
            logout.setQueryParameter("post_logout_redirect_uri", "https://evil.example"), "");
    assertThat(elsewhere.status()).isEqualTo(200);
    assertThat(elsewhere.body()).contains("You signed out");
    assertCode(open(cookie));

    TokenClient.Result response =
        fixture.open(
            logout.setQueryParameter("post_logout_redirect_uri", fixture.address("/app")), cookie);
    assertThat(response.header("Location")).isEqualTo(fixture.address("/app?state=s+2"));
    assertThat(response.header("Set-Cookie")).startsWith("ESTSAUTH=; Max-Age=0");
    assertSignInPage(open(cookie));
  }

  @Test
  void metadata_containsEndSessionEndpoint() {
    TokenClient.Result metadata =
        fixture.http.send(
            new Request.Builder()
                .url(
                    "https://login.microsoftonline.com/"
                        + entra.tenantId()
                        + "/v2.0/.well-known/openid-configuration")
                .build());

    assertThat(metadata.text("end_session_endpoint")).endsWith("/oauth2/v2.0/logout");
  }
}
