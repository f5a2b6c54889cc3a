package io.github.adtauth.samples.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The user signs out: sessions end at the server, cached tokens are dropped. */
class SignOutTest extends RoomsApiFixture {
  @Autowired private ReportsController reports;

  @Test
  void signOut_endsTokenSessionAndReports_ofThisUserAlone() {
    String bob = token(entra.bob());
    String alice = token(entra.alice());
    assertThat(get("/rooms", bob).statusCode()).isEqualTo(200);
    assertThat(get("/rooms", alice).statusCode()).isEqualTo(200);
    String report = location(send("POST", "/reports", bob, ""));
    reports.writeLines();

    assertThat(send("POST", "/sign-out", bob, "").statusCode()).isEqualTo(204);

    HttpResponse<String> rejected = get("/rooms", bob);
    assertThat(rejected.statusCode()).isEqualTo(401);
    assertThat(rejected.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("invalid_token");
    assertThat(get("/rooms", alice).statusCode()).isEqualTo(200);
    time.advance(Duration.ofMinutes(10));
    String later = token(entra.bob());
    assertThat(get("/rooms", later).statusCode()).as("a new sign-in").isEqualTo(200);
    assertThat(get(report, later).statusCode()).as("report").isEqualTo(404);
  }

  @Test
  void signOutAtTheServer_needsAToken() {
    assertThat(send("POST", "/sign-out", "", "").statusCode()).isEqualTo(401);
    assertThat(send("GET", "/sign-out", token(entra.alice()), "").statusCode()).isEqualTo(405);
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElseThrow();
  }
}
