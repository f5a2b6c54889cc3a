package io.github.adtauth.spring;

import io.github.adtauth.spring.test.AutoConfigureLocalAzure;
import io.github.adtauth.spring.test.LocalUsers;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The web API on a free port; Entra ID and Digital Twins are local. Subclasses share a context. */
@SpringBootTest(
    classes = RoomsApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "adt-auth.store.type=memory",
      "server.address=127.0.0.1",
      "logging.level.io.github.adtauth=TRACE",
      "management.health.redis.enabled=false",
      "management.endpoints.web.exposure.include=*",
      "management.endpoint.health.show-details=always",
      "management.endpoint.configprops.show-values=always",
      "management.endpoint.env.show-values=always"
    })
@AutoConfigureLocalAzure
abstract class RoomsFixture {
  private final HttpClient client = HttpClient.newHttpClient();

  @Autowired LocalAzure azure;
  @Autowired LocalUsers users;
  @LocalServerPort private int port;
  FakeEntra entra;

  @BeforeEach
  void addBuilding() {
    entra = azure.entra();
    Building.addTo(azure);
  }

  /** Sends a request; {@code token} is empty for none. */
  HttpResponse<String> send(String method, String path, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> get(String path, String token) {
    return send("GET", path, token);
  }
}
