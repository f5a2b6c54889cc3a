package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.FakeBrowser;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.MutableClock;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.internal.Guids;
import io.github.adtauth.testkit.internal.Jwts;
import io.github.adtauth.testkit.internal.MockServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** A local Azure with a web page and a desktop application that sign users in to a web API. */
final class SignInFixture implements AutoCloseable {
  static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-x";
  private static final String PAGE = Guids.fromSeed("page");
  private static final String DESKTOP = Guids.fromSeed("desktop");

  final MutableClock clock = MutableClock.startingNow();
  final LocalAzure azure = LocalAzure.builder().clock(clock).start();
  final FakeEntra entra = azure.entra();
  final TokenClient http = new TokenClient(azure);
  final FakeBrowser alice = azure.browser().withUser(entra.alice());
  final FakeBrowser bob = azure.browser().withUser(entra.bob());
  private final MockWebServer application = new MockWebServer();
  private final OkHttpClient direct =
      azure.httpClient().newBuilder().followRedirects(false).build();

  SignInFixture() {
    application.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().body(LoggedRequest.from(request).body()).build();
          }
        });
    try {
      application.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    MockServers.close(application);
    azure.close();
  }

  /** Returns a web API without consent that lists no known clients. */
  static RegistrationBuilder newApi() {
    return Registration.builder(Guids.fromSeed("api"), "Buildings API")
        .secret("api~secret~value")
        .exposes("access_as_user")
        .permission(Resource.TWINS_URI + "/Read.Write")
        .withoutConsent();
  }

  /** Registers a web API without consent that lists both clients as known. */
  Registration api() {
    return entra.register(newApi().knownClient(PAGE).knownClient(DESKTOP).build());
  }

  /** Returns a single-page application of the API, without consent. */
  RegistrationBuilder page(Registration api) {
    return Registration.builder(PAGE, "Buildings")
        .spaRedirectUri(address("/app"))
        .permission(api.scope())
        .withoutConsent();
  }

  /** Returns a native application of the API, without consent. */
  RegistrationBuilder desktop(Registration api) {
    return Registration.builder(DESKTOP, "Buildings for the desktop")
        .publicClient(true)
        .redirectUri("http://localhost/back")
        .permission(api.scope())
        .withoutConsent();
  }

  String address(String path) {
    return "http://localhost:" + application.getPort() + path;
  }

  String origin() {
    return address("");
  }

  private String redirectUri(Registration client) {
    return address(client.spaRedirectUris().isEmpty() ? "/back" : "/app");
  }

  HttpUrl.Builder authorize(Registration client, String scope) {
    return HttpUrl.get(
            "https://login.microsoftonline.com/" + entra.tenantId() + "/oauth2/v2.0/authorize")
        .newBuilder()
        .addQueryParameter("client_id", client.clientId())
        .addQueryParameter("response_type", "code")
        .addQueryParameter("redirect_uri", redirectUri(client))
        .addQueryParameter("scope", scope)
        .addQueryParameter("state", "s-1")
        .addQueryParameter("code_challenge", Jwts.sha256(VERIFIER))
        .addQueryParameter("code_challenge_method", "S256");
  }

  static String defaultOf(Registration api) {
    return "openid offline_access " + api.appIdUri() + "/.default";
  }

  /** Signs in and returns the parameters that the application receives. */
  Map<String, String> signIn(FakeBrowser browser, HttpUrl.Builder url) {
    FakeBrowser.Page page = browser.visit(URI.create(url.toString()));
    HttpUrl address = HttpUrl.get(page.address());
    String response =
        Objects.requireNonNullElse(address.encodedFragment(), address.encodedQuery() + "");
    return Forms.parse(page.body().isEmpty() ? response : page.body());
  }

  /**
   * Opens a page without following redirects. {@code form} contains alternating names and values.
   */
  TokenClient.Result open(HttpUrl.Builder url, String cookie, String... form) {
    Request.Builder request = new Request.Builder().url(url.build()).header("Cookie", cookie);
    if (form.length > 0) {
      FormBody.Builder body = new FormBody.Builder();
      for (int i = 0; i < form.length; i += 2) {
        body.add(form[i], form[i + 1]);
      }
      request.post(body.build());
    }
    return TokenClient.send(direct, request.build());
  }

  /** Signs in and returns the access token for the API. */
  String token(FakeBrowser browser, Registration client, HttpUrl.Builder url) {
    return redeem(client, signIn(browser, url)).text("access_token");
  }

  String token(FakeBrowser browser, Registration client, Registration api) {
    return token(browser, client, authorize(client, defaultOf(api)));
  }

  /** Redeems a code as the platform of the client requires. */
  TokenClient.Result redeem(Registration client, Map<String, String> response) {
    boolean spa = !client.spaRedirectUris().isEmpty();
    return redeem(client, response, spa ? origin() : null);
  }

  TokenClient.Result redeem(
      Registration client, Map<String, String> response, @Nullable String origin, String... more) {
    return tokens(
        origin,
        TokenClient.with(
            more,
            "grant_type",
            "authorization_code",
            "client_id",
            client.clientId(),
            "code",
            response.getOrDefault("code", "none: " + response),
            "redirect_uri",
            redirectUri(client),
            "code_verifier",
            VERIFIER,
            "scope",
            "openid offline_access " + client.permissions().get(0)));
  }

  TokenClient.Result refresh(Registration client, String token, @Nullable String origin) {
    return tokens(
        origin,
        "grant_type",
        "refresh_token",
        "client_id",
        client.clientId(),
        "refresh_token",
        token,
        "scope",
        client.permissions().get(0));
  }

  TokenClient.Result tokens(@Nullable String origin, String... form) {
    Request.Builder request = TokenClient.request(tokenPath(), form);
    return http.send(origin == null ? request.build() : request.header("Origin", origin).build());
  }

  String tokenPath() {
    return "/" + entra.tenantId() + "/oauth2/v2.0/token";
  }

  TokenClient.Result onBehalfOf(Registration api, String assertion, String... more) {
    return http.onBehalfOf(
        assertion,
        TokenClient.with(more, "client_id", api.clientId(), "client_secret", api.secret()));
  }
}
