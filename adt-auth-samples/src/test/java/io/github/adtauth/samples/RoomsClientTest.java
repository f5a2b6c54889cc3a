package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AdtException;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.FakeBrowser;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.TwinQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A native client, a web API of another registration and Digital Twins, over real HTTPS. */
class RoomsClientTest {
  private static final String CLIENT_ID = "7f3c0f9e-6f0b-4a43-9d0e-3f6f2f6f9a22";
  private static final String API = "rooms.example";
  private static final String MFA =
      "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";

  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final DigitalTwins instance = DigitalTwins.at(config(entra.webApi()), azure.httpClient());
  private final OnBehalfOf onBehalfOf =
      SignIn.with(config(entra.webApi()))
          .httpClient(azure.httpClient())
          .onBehalfOf(ClientCredential.secret(entra.webApi().secret()));
  private final List<URI> visits = new ArrayList<>();

  RoomsClientTest() {
    azure.host(API, this::answer);
    entra.register(entra.webApi().toBuilder().knownClient(CLIENT_ID).consentGranted(false).build());
    entra.register(
        Registration.builder(CLIENT_ID, "Rooms on the command line")
            .publicClient(true)
            .redirectUri("http://localhost")
            .permission(entra.webApi().scope())
            .withoutConsent()
            .build());
  }

  @AfterEach
  void stop() {
    instance.close();
    azure.close();
  }

  private DigitalTwinsConfig config(Registration app) {
    return DigitalTwinsConfig.builder()
        .clientId(app.clientId())
        .tenant(entra.tenantId())
        .endpoint(azure.endpoint())
        .build();
  }

  /** The web API. */
  private MockResponse answer(RecordedRequest request) {
    String header = Objects.requireNonNullElse(request.getHeaders().get("Authorization"), "");
    String bearer = header.replaceFirst("^Bearer ", "");
    if (entra.verify(bearer) == null) {
      return new MockResponse.Builder().code(401).build();
    }
    try {
      long rooms =
          instance
              .client(onBehalfOf.forUser(bearer))
              .query(TwinQuery.of("SELECT * FROM digitaltwins"), DigitalTwin.class)
              .stream()
              .count();
      return new MockResponse.Builder().body(rooms + " rooms").build();
    } catch (AdtException e) {
      Challenge challenge = Challenge.forFailure(e);
      MockResponse.Builder rejected = new MockResponse.Builder().code(challenge.status());
      challenge.headers().forEach(rejected::addHeader);
      return rejected.build();
    }
  }

  private String run(FakeBrowser browser) throws IOException {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(CLIENT_ID)
            .tenant(entra.tenantId())
            .cloud(
                new Cloud(
                    Cloud.PUBLIC.authorityHost(),
                    "api://" + entra.webApi().clientId() + "/.default"))
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RoomsClient(
            config,
            URI.create("https://" + API),
            azure.httpClient(),
            url -> {
              visits.add(url);
              browser.visit(url);
            })
        .run(new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void consentsToBothAtOnce_whenTheUserFirstSignsIn() throws IOException {
    assertThat(run(azure.browser().withUser(entra.alice())))
        .contains("Hello, Alice Adams")
        .contains("200 0 rooms");
    assertThat(visits).hasSize(1);
  }

  @Test
  void signsTheUserInAgain_withTheClaimsThatTheApiPassesOn() throws IOException {
    entra.requireClaims(entra.alice(), MFA);
    assertThat(run(azure.browser().withUser(entra.alice()))).contains("200 0 rooms");
    assertThat(visits).hasSize(2);
    assertThat(azure.requests("login.microsoftonline.com"))
        .filteredOn(request -> request.method().equals("GET"))
        .filteredOn(request -> request.path().endsWith("/authorize"))
        .last()
        .satisfies(request -> assertThat(request.query()).contains("claims=").contains("acrs"));
  }

  @Test
  void signsTheUserInOnceOnly_forADemandThatIsNeverMet() {
    entra.requireClaims(entra.alice(), MFA);
    entra.requireMfaForContext("c1");
    FakeBrowser browser = azure.browser().withUser(entra.alice()).withoutSecondFactor();
    assertThatThrownBy(() -> run(browser)).isInstanceOf(AdtException.class);
    assertThat(visits).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void asksForConsentAgain_whereItWasRevokedMeanwhile() throws IOException {
    FakeBrowser browser = azure.browser().withUser(entra.alice());
    assertThat(run(browser)).contains("200 0 rooms");
    entra.revokeConsent(entra.webApi());
    assertThat(run(browser)).contains("200 0 rooms");
  }

  @Test
  void tellsWhatTheApiWants_whereTheUserDoesNotConsent() {
    FakeBrowser browser = azure.browser().withUser(entra.alice()).withoutConsent();
    assertThatThrownBy(() -> run(browser))
        .isInstanceOfAny(AdtException.class, AuthenticatedCallException.class);
  }
}
