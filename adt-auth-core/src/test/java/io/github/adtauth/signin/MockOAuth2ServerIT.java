package io.github.adtauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests sign-in against an independent server. The server checks neither secrets nor assertions, so
 * this tests the wire format only. Like most servers, it does not send {@code client_info}.
 */
class MockOAuth2ServerIT {
  private static final String TENANT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  private static final String CLIENT = "6e74172b-be56-4843-9ff4-e66a39bb12e3";
  private static final TokenRequest TWINS = TokenRequest.of(Cloud.DIGITAL_TWINS_SCOPE);
  private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]*)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

  @TempDir static Path folder;
  private static MockOAuth2Server server;
  private static OkHttpClient http;

  private final ManualTime time = new ManualTime();

  @BeforeAll
  static void start() throws Exception {
    server = new MockOAuth2Server(folder);
    http = server.client();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private SignIn signIn() {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(CLIENT)
            .tenant(TENANT)
            .cloud(new Cloud(server.authorityHost(), Cloud.DIGITAL_TWINS_SCOPE))
            .build();
    return SignIn.with(config).httpClient(http).timing(TestTiming.of(time));
  }

  private static JsonObject claims(AccessToken token) {
    String payload = token.value().split("\\.", -1)[1];
    return JsonParser.parseString(
            new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  /** Returns the token with the claims that Entra ID sets in a token for a web API. */
  private static String inboundTokenOf(AccessToken token) {
    JsonObject claims = claims(token);
    claims.addProperty("aud", CLIENT);
    claims.addProperty("scp", "access_as_user");
    claims.addProperty("tid", TENANT); // this server sets the path of the issuer
    String[] parts = token.value().split("\\.", -1);
    byte[] payload = claims.toString().getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(payload);
    return parts[0] + "." + encoded + "." + parts[2];
  }

  /** Enters the user's name in the sign-in form and posts the response to the redirect URI. */
  private static void signInAs(String name, URI startUrl) {
    try {
      String page =
          post(authorizationUrl(startUrl), new FormBody.Builder().add("username", name).build());
      Matcher action = ACTION.matcher(page);
      assertThat(action.find()).as(page).isTrue();
      FormBody.Builder response = new FormBody.Builder();
      HIDDEN.matcher(page).results().forEach(field -> response.add(field.group(1), field.group(2)));
      post(action.group(1), response.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String authorizationUrl(URI startUrl) throws IOException {
    OkHttpClient client = http.newBuilder().followRedirects(false).build();
    Request request = new Request.Builder().url(startUrl.toString()).build();
    try (Response response = client.newCall(request).execute()) {
      return Objects.requireNonNull(response.header("Location"));
    }
  }

  private static String post(String url, FormBody form) throws IOException {
    Request request = new Request.Builder().url(url).post(form).build();
    try (Response response = http.newCall(request).execute()) {
      return response.body().string();
    }
  }

  @Test
  void service_acquiresApplicationToken() throws IOException {
    AccessToken token = signIn().service(ClientCredential.secret("any")).token(TWINS);
    assertThat(claims(token).get("sub").getAsString()).isEqualTo(CLIENT);
    assertThat(claims(token).get("iss").getAsString())
        .startsWith(server.authorityHost() + "/" + TENANT);
    assertThat(token.expiresAt()).isAfter(time.clock().instant().plus(Duration.ofMinutes(30)));
  }

  @Test
  void browserSignIn_isRefreshed() throws IOException {
    UserSignIn users = signIn().browser(url -> signInAs("alice", url));
    Account alice = users.signIn();
    assertThat(alice.objectId()).isEqualTo("alice");
    AccessToken first = users.token(TWINS);
    assertThat(claims(first).get("sub").getAsString()).isEqualTo("alice");

    time.advance(Duration.ofHours(2));
    AccessToken second = users.forAccount(alice).token(TWINS);
    assertThat(second).isNotEqualTo(first);
    assertThat(claims(second).get("sub").getAsString()).isEqualTo("alice");
  }

  @Test
  void twoUsersWithoutClientInfo_areDistinct() throws IOException {
    String[] next = {"alice"};
    UserSignIn users = signIn().browser(url -> signInAs(next[0], url));
    Account alice = users.signIn();
    next[0] = "bob";
    Account bob = users.signIn();
    assertThat(users.accounts()).containsExactly(alice, bob);
    assertThat(claims(users.forAccount(alice).token(TWINS)).get("sub").getAsString())
        .isEqualTo("alice");
    assertThat(claims(users.forAccount(bob).token(TWINS)).get("sub").getAsString())
        .isEqualTo("bob");
  }

  @Test
  void onBehalfOf_exchangesUserToken() throws IOException {
    UserSignIn users = signIn().browser(url -> signInAs("bob", url));
    users.signIn();
    String assertion = inboundTokenOf(users.token(TWINS));
    TokenProvider bob = signIn().onBehalfOf(ClientCredential.secret("any")).forUser(assertion);
    AccessToken exchanged = bob.token(TWINS);
    assertThat(exchanged.value()).isNotEqualTo(assertion);
    assertThat(claims(exchanged).get("sub").getAsString()).isEqualTo("bob");
  }
}
