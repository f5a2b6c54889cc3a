package io.github.adtauth.samples.webapi;

import io.github.adtauth.Timing;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.TokenDefect;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ActiveProfiles;

/**
 * The web API on a free port, with Entra and Digital Twins over real HTTPS. One application context
 * is shared by all subclasses.
 */
@SpringBootTest(classes = RoomsApi.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("stand-in")
@Import(RoomsApiFixture.ByHand.class)
abstract class RoomsApiFixture {
  final HttpClient client = HttpClient.newHttpClient();

  @Autowired LocalAzure azure;
  @Autowired ManualTime time;
  @LocalServerPort private int port;
  FakeEntra entra;

  /** Time that moves by hand. */
  @TestConfiguration
  static class ByHand {
    @Bean
    ManualTime time() {
      return new ManualTime();
    }

    @Bean
    @Primary
    Timing manualTiming(ManualTime time) {
      return new Timing(time.clock(), time::nanoTime, time::jitter, time::sleep);
    }
  }

  @BeforeEach
  void reset() {
    entra = azure.entra();
    entra.grantConsent(entra.webApi());
    azure.twins().clearAuthenticationContext("PATCH");
  }

  String token(FakeUser user, TokenDefect... defects) {
    return entra.assertionFor(user, entra.webApi(), defects);
  }

  HttpRequest request(String method, String path, String token, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  HttpResponse<String> send(String method, String path, String token, String body) {
    try {
      return client.send(request(method, path, token, body), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> get(String path, String token) {
    return send("GET", path, token, "");
  }
}
