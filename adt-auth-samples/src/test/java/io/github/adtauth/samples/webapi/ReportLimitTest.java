package io.github.adtauth.samples.webapi;

import static java.util.stream.Collectors.partitioningBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Three reports of each user at a time, however many requests arrive at once. */
class ReportLimitTest extends RoomsApiFixture {
  @Test
  void reportsOfOneUser_areAtMostThree_underConcurrency() {
    Map<Boolean, List<HttpResponse<String>>> responses =
        startAtOnce(24, token(entra.alice())).stream()
            .collect(partitioningBy(response -> response.statusCode() == 202));
    try {
      assertThat(responses.get(true)).hasSize(3);
      assertThat(responses.get(false))
          .hasSize(21)
          .allSatisfy(
              response -> {
                assertThat(response.statusCode()).isEqualTo(429);
                assertThat(response.headers().firstValue("Content-Type"))
                    .contains("application/problem+json");
                assertThat(response.body()).contains("3 reports");
              });
      assertThat(start(token(entra.bob())).statusCode()).as("another user").isEqualTo(202);
    } finally {
      responses.get(true).forEach(this::stop);
    }
    HttpResponse<String> afterwards = start(token(entra.alice()));
    assertThat(afterwards.statusCode()).isEqualTo(202);
    stop(afterwards);
  }

  @Test
  void reportThatCouldNotStart_doesNotCount() {
    entra.revokeConsent(entra.webApi());
    String alice = token(entra.alice());
    for (int i = 0; i < 5; i++) {
      assertThat(start(alice).statusCode()).isEqualTo(403);
    }
    entra.grantConsent(entra.webApi());
    HttpResponse<String> started = start(token(entra.alice()));
    assertThat(started.statusCode()).isEqualTo(202);
    stop(started);
  }

  private List<HttpResponse<String>> startAtOnce(int count, String token) {
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(client.sendAsync(request("POST", "/reports", token, ""), BodyHandlers.ofString()));
    }
    return calls.stream().map(CompletableFuture::join).toList();
  }

  private HttpResponse<String> start(String token) {
    return send("POST", "/reports", token, "");
  }

  private void stop(HttpResponse<String> started) {
    String path = started.headers().firstValue("Location").orElseThrow();
    send("DELETE", path, token(entra.alice()), "");
  }
}
