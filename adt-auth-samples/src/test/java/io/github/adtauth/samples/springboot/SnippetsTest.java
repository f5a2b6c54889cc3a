package io.github.adtauth.samples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.spring.test.AutoConfigureLocalAzure;
import io.github.adtauth.spring.test.LocalUsers;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.twins.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Runs the other snippets of the guide, over real HTTP. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "adt-auth.store.type=memory")
@AutoConfigureLocalAzure
class SnippetsTest {
  @Autowired private LocalAzure azure;
  @Autowired private LocalUsers users;
  @Autowired private Snippets.NightlyReport report;
  @LocalServerPort private int port;

  @Test
  void job_callsAsTheApplication() {
    azure
        .twins()
        .addModels(
            "[{\"@id\":\"dtmi:example:Room;1\",\"@type\":\"Interface\","
                + "\"@context\":\"dtmi:dtdl:context;2\",\"contents\":["
                + "{\"@type\":\"Property\",\"name\":\"name\",\"schema\":\"string\"}]}]");
    azure
        .twins()
        .putTwin(
            "room-2", "{\"$metadata\":{\"$model\":\"dtmi:example:Room;1\"},\"name\":\"Room 2\"}");
    azure.twins().grantRole(azure.entra().webApi().servicePrincipalId(), Role.DATA_READER);
    assertThat(report.name("room-2")).isEqualTo("Room 2");
  }

  @Test
  void user_startsSessionAndSignsOut() throws Exception {
    String bearer = users.bearer(users.alice());
    HttpResponse<String> session = post("/reports", bearer);
    assertThat(session.statusCode()).as(session.body()).isEqualTo(200);
    assertThat(session.body()).isEqualTo(users.alice().oid());
    assertThat(post("/sign-out", bearer).statusCode()).isEqualTo(200);
    assertThat(post("/reports", bearer).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> post(String path, String bearer) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .header("Authorization", bearer)
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
