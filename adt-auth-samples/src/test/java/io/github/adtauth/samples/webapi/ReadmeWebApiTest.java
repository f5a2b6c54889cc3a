package io.github.adtauth.samples.webapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AdtException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.Timing;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.samples.webapi.ReadmeWebApiTest.Rooms.Room;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A web API that consists of the snippets of the README and the guide, as its clients see it. */
@SpringBootTest(
    classes = ReadmeWebApiTest.Application.class,
    webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("stand-in")
class ReadmeWebApiTest {
  @Autowired private LocalAzure azure;
  @Autowired private OnBehalfOf onBehalfOf;
  @Autowired private DigitalTwins instance;
  @LocalServerPort private int port;

  /** The application. */
  @EnableAutoConfiguration
  @Import(Rooms.class)
  static class Application {
    @Bean
    OnBehalfOf onBehalfOf(DigitalTwinsConfig config, OkHttpClient http, TokenStore store) {
      var secret = ClientCredential.secret(config.clientSecret());
      return SignIn.with(config).httpClient(http).store(store).onBehalfOf(secret);
    }

    @Bean
    DigitalTwins instance(DigitalTwinsConfig config, OkHttpClient http) {
      return DigitalTwins.at(config, http);
    }

    @Bean
    TokenStore store() {
      return MemoryTokenStore.withMaximumBytes(64 << 20);
    }

    @Bean
    Timing timing() {
      return Timing.system();
    }

    @Bean
    LocalAzure azure() {
      LocalAzure azure = LocalAzure.start();
      DemoBuilding.fill(azure.twins());
      return azure;
    }

    @Bean
    DigitalTwinsConfig config(LocalAzure azure) {
      Registration api = azure.entra().webApi();
      return DigitalTwinsConfig.builder()
          .clientId(api.clientId())
          .tenant(azure.entra().tenantId())
          .endpoint(azure.endpoint())
          .clientSecret(Secret.of(api.secret()))
          .build();
    }

    @Bean
    OkHttpClient http(LocalAzure azure) {
      return azure.configure(new Pooled().http().newBuilder()).build();
    }
  }

  /** The client of the guide, before it is routed to the local Azure. */
  static class Pooled {
    @Bean
    OkHttpClient http() {
      var connections = new ConnectionPool(64, 5, TimeUnit.MINUTES);
      return new OkHttpClient.Builder().connectionPool(connections).build();
    }
  }

  /** The controller. */
  @RestController
  static class Rooms {
    private final OnBehalfOf onBehalfOf;
    private final DigitalTwins instance;

    Rooms(OnBehalfOf onBehalfOf, DigitalTwins instance) {
      this.onBehalfOf = onBehalfOf;
      this.instance = instance;
    }

    record Room(String name, double temperature) {}

    @GetMapping("/rooms/{id}")
    Room room(@AuthenticationPrincipal Jwt user, @PathVariable("id") String id) {
      return instance.client(onBehalfOf.forUser(user.getTokenValue())).getTwin(id, Room.class);
    }

    @ExceptionHandler // 401, 403, 503 and others, with the headers that the client can act on
    ResponseEntity<ProblemDetail> problem(AdtException failure) {
      Challenge challenge = Challenge.forFailure(failure); // in other clouds: .cloud(…)
      var response = ResponseEntity.status(challenge.status());
      challenge.headers().forEach(response::header);
      var problem = ProblemDetail.forStatus(challenge.status());
      problem.setDetail(challenge.detail()); // The reason is only in the log.
      return response.body(problem);
    }
  }

  private HttpResponse<String> get(String path, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void userSeesARoom_andWhatEntraWantsOfTheUserIsPassedOn() throws Exception {
    FakeEntra entra = azure.entra();
    String alice = entra.assertionFor(entra.alice(), entra.webApi());
    HttpResponse<String> room = get("/rooms/room-11", alice);
    assertThat(room.statusCode()).as(room.body()).isEqualTo(200);
    assertThat(room.body()).contains("\"name\":\"Room 11\"");
    HttpResponse<String> missing = get("/rooms/nowhere", alice);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("\"status\":404");
    assertThat(get("/rooms/room-11", "forged").statusCode()).isEqualTo(401);
    entra.requireClaims(entra.bob(), "{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}");
    HttpResponse<String> demand =
        get("/rooms/room-11", entra.assertionFor(entra.bob(), entra.webApi()));
    assertThat(demand.statusCode()).isEqualTo(401);
    assertThat(demand.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("insufficient_claims");
  }

  @Test
  void wrongSecret_isAProblemWithoutItsReason() throws Exception {
    FakeEntra entra = azure.entra();
    Registration api = entra.webApi();
    String tenant = entra.tenantId(); // a user that no other test signs out
    FakeUser carol =
        entra.addUser(
            new FakeUser(UUID.randomUUID().toString(), tenant, "carol@contoso.com", "Carol"));
    entra.register(api.toBuilder().noSecrets().secret("another~secret").build());
    try {
      HttpResponse<String> problem = get("/rooms/room-11", entra.assertionFor(carol, api));
      assertThat(problem.statusCode()).isEqualTo(500);
      assertThat(problem.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(problem.body())
          .contains("This service cannot call Azure Digital Twins.")
          .doesNotContain("AADSTS", api.clientId());
    } finally {
      entra.register(api);
    }
  }

  @Test
  void work_outlivesTheToken_untilTheUserSignsOut() {
    String token = azure.entra().assertionFor(azure.entra().alice(), azure.entra().webApi());

    Session session = onBehalfOf.startSession(token, Duration.ofDays(1));
    String name = instance.client(session).getTwin("room-11", Room.class).name();

    assertThat(name).isEqualTo("Room 11");

    onBehalfOf.signOut(onBehalfOf.userId(token));

    assertThatThrownBy(() -> onBehalfOf.resumeSession(session.key(), session.user()))
        .isInstanceOf(AdtException.class);
  }
}
