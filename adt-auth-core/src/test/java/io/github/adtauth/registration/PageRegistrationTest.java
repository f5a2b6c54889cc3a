package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.internal.MockServers;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.NotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a registered single-page application can sign users in, with PKCE and its origin. */
class PageRegistrationTest {
  /** The code verifier and challenge of RFC 7636, appendix B. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @TempDir Path folder;
  private final LocalAzure azure = LocalAzure.start();
  private final MockWebServer page = new MockWebServer();
  private final AppRegistration registration =
      AppRegistration.create(
          request ->
              AccessToken.of(
                  azure
                      .graph()
                      .tokenFor(
                          azure.entra().alice(),
                          "Application.ReadWrite.All",
                          "DelegatedPermissionGrant.ReadWrite.All",
                          "Directory.Read.All"),
                  Instant.MAX),
          azure.httpClient());
  private String address = "";

  @BeforeEach
  void open() throws IOException {
    page.start(InetAddress.getByName("localhost"), 0);
    page.enqueue(new MockResponse.Builder().body("back").build());
    address = "http://localhost:" + page.getPort() + "/";
  }

  @AfterEach
  void close() {
    MockServers.close(page);
    azure.close();
  }

  private RegisteredApp register(AppSpec spec) {
    return registration.apply(registration.plan(spec));
  }

  private DigitalTwinsConfig file(RegisteredApp app) throws IOException {
    Path file = folder.resolve(app.clientId() + ".properties");
    app.writeTo(file, azure.endpoint());
    return DigitalTwinsConfig.fromFile(file);
  }

  private String signInToPage(DigitalTwinsConfig config, String scope) throws IOException {
    String entra = "https://login.microsoftonline.com/" + config.tenant() + "/oauth2/v2.0/";
    HttpUrl signIn =
        HttpUrl.get(entra + "authorize")
            .newBuilder()
            .addQueryParameter("client_id", config.clientId())
            .addQueryParameter("response_type", "code")
            .addQueryParameter("redirect_uri", address)
            .addQueryParameter("scope", scope)
            .addQueryParameter("code_challenge", CHALLENGE)
            .addQueryParameter("code_challenge_method", "S256")
            .build();
    String back =
        azure
            .browser()
            .withUser(azure.entra().alice())
            .visit(URI.create(signIn.toString()))
            .address();
    FormBody form =
        new FormBody.Builder()
            .add("grant_type", "authorization_code")
            .add("client_id", config.clientId())
            .add("code", String.valueOf(HttpUrl.get(back).queryParameter("code")))
            .add("redirect_uri", address)
            .add("code_verifier", VERIFIER)
            .add("scope", scope)
            .build();
    Request request =
        new Request.Builder()
            .url(entra + "token")
            .header("Origin", address.substring(0, address.length() - 1))
            .post(form)
            .build();
    try (Response response = azure.httpClient().newCall(request).execute()) {
      JsonObject tokenResponse = JsonParser.parseString(response.body().string()).getAsJsonObject();
      assertThat(tokenResponse.has("access_token")).as(tokenResponse.toString()).isTrue();
      return tokenResponse.get("access_token").getAsString();
    }
  }

  private void call(DigitalTwinsConfig config, TokenProvider tokens) {
    try (DigitalTwins instance = DigitalTwins.at(config, azure.httpClient())) {
      assertThatThrownBy(() -> instance.client(tokens).getTwin("none", DigitalTwin.class))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void page_callsInstance() throws IOException {
    AppSpec spec = AppSpec.browserPage("Rooms page", address);
    DigitalTwinsConfig config = file(register(spec));

    String token = signInToPage(config, config.cloud().scope());

    call(config, request -> AccessToken.of(token, Instant.MAX));
    assertThat(registration.plan(spec).changes()).isEmpty();
  }

  @Test
  void page_callsWebApi() throws IOException {
    AppSpec own = AppSpec.browserPage("Rooms page", address);
    RegisteredApp first = register(own);
    AppSpec api =
        AppSpec.webApi("Rooms API", AppCredential.secret(Duration.ofDays(90)))
            .preAuthorizedClient(first.clientId());
    DigitalTwinsConfig theApi = file(register(api));
    DigitalTwinsConfig thePage = file(register(own.callsWebApi(theApi.clientId())));

    String assertion =
        signInToPage(thePage, "api://" + theApi.clientId() + "/access_as_user openid");

    call(
        theApi,
        SignIn.with(theApi)
            .httpClient(azure.httpClient())
            .onBehalfOf(ClientCredential.secret(theApi.clientSecret()))
            .forUser(assertion));
  }
}
