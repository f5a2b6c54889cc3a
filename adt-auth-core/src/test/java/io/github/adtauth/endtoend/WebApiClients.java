package io.github.adtauth.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.gson.JsonParser;
import io.github.adtauth.testkit.FakeBrowser;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.internal.MockServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** A web API with two clients, a page and a desktop application, without consent. */
final class WebApiClients implements AutoCloseable {
  private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-x";
  private static final String PAGE = "0c6ad1b0-3d0e-4d8a-9a55-5a0f3c1e7b01";
  private static final String DESKTOP = "0c6ad1b0-3d0e-4d8a-9a55-5a0f3c1e7b02";

  final LocalAzure azure = LocalAzure.start();
  final FakeEntra entra = azure.entra();
  final Registration api = entra.register(newApi());
  final Registration page;
  final Registration desktop;
  private final MockWebServer redirectServer = new MockWebServer();

  WebApiClients() {
    redirectServer.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().build();
          }
        });
    try {
      redirectServer.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    page =
        entra.register(
            Registration.builder(PAGE, "Buildings")
                .spaRedirectUri(origin() + "/app")
                .permission(api.scope())
                .withoutConsent()
                .build());
    desktop =
        entra.register(
            Registration.builder(DESKTOP, "Buildings for the desktop")
                .publicClient(true)
                .redirectUri("http://localhost/back")
                .permission(api.scope())
                .withoutConsent()
                .build());
  }

  private static Registration newApi() {
    return Registration.builder("0c6ad1b0-3d0e-4d8a-9a55-5a0f3c1e7b00", "Buildings API")
        .secret("api~secret~value")
        .exposes("access_as_user")
        .permission("https://digitaltwins.azure.net/Read.Write")
        .withoutConsent()
        .knownClient(PAGE)
        .knownClient(DESKTOP)
        .build();
  }

  @Override
  public void close() {
    MockServers.close(redirectServer);
    azure.close();
  }

  /** Returns the scope that requests consent for the API and the APIs that it calls. */
  String defaultScope() {
    return "openid offline_access " + api.appIdUri() + "/.default";
  }

  /** Returns the authorization request of a client. */
  HttpUrl.Builder authorize(Registration client, String scope) {
    return HttpUrl.get(entraUrl("authorize"))
        .newBuilder()
        .addQueryParameter("client_id", client.clientId())
        .addQueryParameter("response_type", "code")
        .addQueryParameter("redirect_uri", redirectUri(client))
        .addQueryParameter("scope", scope)
        .addQueryParameter("code_challenge", challenge())
        .addQueryParameter("code_challenge_method", "S256");
  }

  /** Signs a user in and returns the access token for the API. */
  String accessToken(FakeUser user, Registration client) throws IOException {
    return accessToken(user, client, authorize(client, defaultScope()));
  }

  String accessToken(FakeUser user, Registration client, HttpUrl.Builder authorize)
      throws IOException {
    FakeBrowser.Page last = azure.browser().withUser(user).visit(URI.create(authorize.toString()));
    String code =
        Objects.requireNonNull(
            HttpUrl.get(last.address().replace('#', '?')).queryParameter("code"));
    Request.Builder request =
        new Request.Builder()
            .url(entraUrl("token"))
            .post(
                new FormBody.Builder()
                    .add("grant_type", "authorization_code")
                    .add("client_id", client.clientId())
                    .add("code", code)
                    .add("redirect_uri", redirectUri(client))
                    .add("code_verifier", VERIFIER)
                    .add("scope", "openid offline_access " + api.scope())
                    .build());
    if (isPage(client)) {
      request.header("Origin", origin());
    }
    try (Response response = azure.httpClient().newCall(request.build()).execute()) {
      return JsonParser.parseString(response.body().string())
          .getAsJsonObject()
          .get("access_token")
          .getAsString();
    }
  }

  private String entraUrl(String endpoint) {
    return "https://login.microsoftonline.com/" + entra.tenantId() + "/oauth2/v2.0/" + endpoint;
  }

  private String redirectUri(Registration client) {
    return origin() + (isPage(client) ? "/app" : "/back");
  }

  private static boolean isPage(Registration client) {
    return !client.spaRedirectUris().isEmpty();
  }

  private String origin() {
    return "http://localhost:" + redirectServer.getPort();
  }

  private static String challenge() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
