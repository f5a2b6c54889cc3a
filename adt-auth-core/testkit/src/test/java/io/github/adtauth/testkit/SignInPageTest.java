package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.HttpUrl;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees at the authorization endpoint, and what the browser remembers. */
final class SignInPageTest {
  private final SignInFixture world = new SignInFixture();
  private final FakeEntra entra = world.entra;
  private final Registration api = world.api();
  private final Registration page = entra.register(world.page(api).build());

  @BeforeEach
  void consent() {
    entra.grantConsent(page);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private HttpUrl.Builder authorize(String... more) {
    HttpUrl.Builder url = world.authorize(page, SignInFixture.defaultOf(api));
    for (int i = 0; i < more.length; i += 2) {
      url.addQueryParameter(more[i], more[i + 1]);
    }
    return url;
  }

  private TokenClient.Result opened(String cookie, String... more) {
    return world.open(authorize(more), cookie);
  }

  /** Signs Alice in and returns the cookie as the browser sends it. */
  private String cookie() {
    String set = world.open(authorize(), "", "user", entra.alice().oid()).header("Set-Cookie");
    assertThat(set).contains("; Secure; HttpOnly; SameSite=None");
    return set.substring(0, set.indexOf(';'));
  }

  private static void assertAsks(TokenClient.Result response) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).contains("<h1>Sign in</h1>");
  }

  private void assertCode(TokenClient.Result response) {
    assertThat(response.status()).as(response.body()).isEqualTo(302);
    assertThat(response.header("Location")).startsWith(world.address("/app?code="));
  }

  @Test
  void thePageIsLabelledAndNotKept() {
    TokenClient.Result response = opened("");

    assertAsks(response);
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
  void aHintStandsInTheFieldEscaped() {
    assertThat(opened("", "login_hint", "x\"><script>").body())
        .contains("value=\"x&quot;&gt;&lt;script&gt;\"")
        .doesNotContain("<script>");
  }

  @Test
  void aUserTypesHisName() {
    assertCode(world.open(authorize(), "", "username", " Alice@contoso.onmicrosoft.com "));
  }

  @Test
  void anUnknownNameIsAskedForAgain() {
    entra.addTenant("99999999-2222-4333-8444-555555555555", "fabrikam.onmicrosoft.com");
    entra.addUser(new FakeUser("e-1", "99999999-2222-4333-8444-555555555555", "eve@f.x", "Eve"));
    for (String name : new String[] {"<nobody>", "eve@f.x", ""}) {
      TokenClient.Result response = world.open(authorize(), "", "username", name);

      assertAsks(response);
      assertThat(response.body())
          .contains("role=\"alert\"")
          .contains("value=\"" + Html.escape(name) + "\"")
          .doesNotContain("<nobody>");
    }
  }

  @Test
  void aBrowserThatHasSignedInIsNotAskedAgain() {
    String cookie = cookie();

    assertCode(opened(cookie));
    assertCode(opened("other=1; " + cookie, "login_hint", "alice@contoso.onmicrosoft.com"));
    assertThat(opened(cookie).header("Set-Cookie")).isEqualTo("null");
  }

  @ParameterizedTest
  @CsvSource({"prompt, login", "prompt, select_account", "login_hint, bob@contoso.onmicrosoft.com"})
  void aBrowserThatHasSignedInIsAskedWhereTheApplicationWantsSo(String name, String value) {
    assertAsks(opened(cookie(), name, value));
  }

  @Test
  void aSilentRequestIsAnsweredWithACodeOrAnError() {
    String cookie = cookie();

    assertCode(opened(cookie, "prompt", "none"));
    for (TokenClient.Result response :
        new TokenClient.Result[] {
          opened("", "prompt", "none"),
          opened("ESTSAUTH=forged", "prompt", "none"),
          opened(cookie, "prompt", "none", "login_hint", "bob@contoso.onmicrosoft.com")
        }) {
      assertThat(response.status()).isEqualTo(302);
      assertThat(response.header("Location")).contains("error=login_required").contains("50058");
    }
  }

  @Test
  void anUnknownPromptIsRefused() {
    assertThat(opened("", "prompt", "maybe").header("Location")).contains("AADSTS90023");
  }

  @Test
  void revokedSessionsAreAskedAgain() {
    String cookie = cookie();
    entra.revokeSessions(entra.alice());

    assertAsks(opened(cookie));
    assertCode(opened(cookie()));
  }

  @Test
  void aForgedStepLeadsBackToTheFirst() {
    assertAsks(world.open(authorize(), "", "session", "forged", "mfa", "1"));
    assertAsks(world.open(authorize(), "", "session", "forged", "accept", "1"));
  }

  @Test
  void signingOutEndsTheSessionAndLeadsOnlyToARegisteredAddress() {
    String cookie = cookie();
    HttpUrl.Builder logout =
        HttpUrl.get("https://login.microsoftonline.com/" + entra.tenantId() + "/oauth2/v2.0/logout")
            .newBuilder()
            .addQueryParameter("state", "s 2");

    TokenClient.Result elsewhere =
        world.open(
            logout.setQueryParameter("post_logout_redirect_uri", "https://evil.example"), "");
    assertThat(elsewhere.status()).isEqualTo(200);
    assertThat(elsewhere.body()).contains("You signed out");
    assertCode(opened(cookie));

    TokenClient.Result response =
        world.open(
            logout.setQueryParameter("post_logout_redirect_uri", world.address("/app")), cookie);
    assertThat(response.header("Location")).isEqualTo(world.address("/app?state=s+2"));
    assertThat(response.header("Set-Cookie")).startsWith("ESTSAUTH=; Max-Age=0");
    assertAsks(opened(cookie));
  }

  @Test
  void metadataNamesTheWayOut() {
    TokenClient.Result metadata =
        world.http.send(
            new Request.Builder()
                .url(
                    "https://login.microsoftonline.com/"
                        + entra.tenantId()
                        + "/v2.0/.well-known/openid-configuration")
                .build());

    assertThat(metadata.text("end_session_endpoint")).endsWith("/oauth2/v2.0/logout");
  }
}
