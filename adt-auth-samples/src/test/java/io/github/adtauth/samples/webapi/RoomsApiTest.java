package io.github.adtauth.samples.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.testkit.entra.TokenDefect;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The web API as its clients see it, over real HTTP; Entra and Digital Twins over real HTTPS. */
class RoomsApiTest extends RoomsApiFixture {
  private static final String MFA =
      "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";

  @Autowired private ReportsController reports;

  @Test
  void userSeesTheRooms_andChangesOne() {
    String alice = token(entra.alice());
    HttpResponse<String> rooms = get("/rooms", alice);
    assertThat(rooms.statusCode()).as(rooms.body()).isEqualTo(200);
    assertThat(JsonParser.parseString(rooms.body()).getAsJsonArray()).hasSize(6);
    assertThat(get("/rooms/room-11", alice).body()).contains("\"name\":\"Room 11\"");
    HttpResponse<String> heated = send("PATCH", "/rooms/room-12", alice, "{\"temperature\": 25.5}");
    assertThat(heated.statusCode()).as(heated.body()).isEqualTo(200);
    assertThat(heated.body()).contains("25.5");
  }

  @Test
  void readerMayNotChange_andIsToldSoWithoutAChallenge() {
    HttpResponse<String> rejected =
        send("PATCH", "/rooms/room-11", token(entra.bob()), "{\"temperature\": 99}");
    assertThat(rejected.statusCode()).isEqualTo(403);
    assertThat(rejected.headers().firstValue("WWW-Authenticate")).isEmpty();
  }

  @Test
  void redirectPage_mayBeFramedByItsOwnOrigin_andNothingElse() {
    HttpResponse<String> redirectPage = get("/redirect.html#code=x&state=y", "");
    assertThat(redirectPage.statusCode()).isEqualTo(200);
    assertThat(redirectPage.body()).doesNotContain("<script");
    assertThat(framing(redirectPage)).isEqualTo("SAMEORIGIN");
    assertThat(redirectPage.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("frame-ancestors 'self'");
    for (String path :
        new String[] {
          "/", "/index.html", "/rooms.js", "/page-settings", "/rooms", "/redirect.html/x", "/none"
        }) {
      assertThat(framing(get(path, ""))).as(path).isEqualTo("DENY");
    }
  }

  private static String framing(HttpResponse<String> response) {
    return response.headers().firstValue("X-Frame-Options").orElse("missing");
  }

  @Test
  void unknownRoom_is404() {
    assertThat(get("/rooms/nowhere", token(entra.alice())).statusCode()).isEqualTo(404);
  }

  @Test
  void unfitTokens_areRefusedBeforeAnyExchange() {
    int before = entra.requests().size();
    for (String unfit :
        new String[] {
          "",
          "x",
          token(entra.alice(), TokenDefect.BAD_SIGNATURE),
          token(entra.alice(), TokenDefect.EXPIRED),
          token(entra.alice(), TokenDefect.OTHER_AUDIENCE),
          token(entra.alice(), TokenDefect.OTHER_TENANT),
          entra.idTokenFor(entra.alice(), entra.webApi()),
          entra.appTokenFor(entra.webApi()),
        }) {
      HttpResponse<String> rejected = get("/rooms", unfit);
      assertThat(rejected.statusCode()).as(rejected.body()).isIn(401, 403);
    }
    assertThat(entra.requests()).hasSize(before);
  }

  @Test
  void demandOfEntra_reachesTheClient_andASignInThatMeetsItSucceeds() {
    entra.requireClaims(entra.bob(), MFA);
    try {
      HttpResponse<String> challenged = get("/rooms", token(entra.bob()));
      Challenge challenge =
          Challenge.parse(
                  challenged.statusCode(), challenged.headers().allValues("WWW-Authenticate"))
              .orElseThrow();
      assertThat(challenge.claims()).contains(MFA);
      assertThat(challenged.headers().toString() + challenged.body()).doesNotContain("AADSTS");
      String met =
          entra.assertionWithClaims(challenge.claims().orElseThrow(), entra.bob(), entra.webApi());
      assertThat(get("/rooms", met).statusCode()).isEqualTo(200);
    } finally {
      entra.removeRequirements(entra.bob());
    }
  }

  @Test
  void missingConsent_is403InsufficientScope() {
    entra.revokeConsent(entra.webApi());
    try {
      HttpResponse<String> rejected = get("/rooms", token(entra.alice()));
      assertThat(rejected.statusCode()).isEqualTo(403);
      assertThat(rejected.headers().firstValue("WWW-Authenticate").orElse(""))
          .contains("insufficient_scope");
    } finally {
      entra.grantConsent(entra.webApi());
    }
  }

  @Test
  void report_goesOnAfterTheTokenHasExpired_andIsTheUsersOwn() {
    String path =
        send("POST", "/reports", token(entra.alice()), "")
            .headers()
            .firstValue("Location")
            .orElse("");
    reports.writeLines();
    time.advance(Duration.ofHours(3));
    reports.writeLines();
    String later = token(entra.alice());
    assertThat(JsonParser.parseString(get(path, later).body()).getAsJsonArray())
        .hasSize(2)
        .allMatch(line -> line.getAsString().contains("is the hottest"));
    assertThat(get(path, token(entra.bob())).statusCode()).isEqualTo(404);
    send("DELETE", path, token(entra.bob()), "");
    assertThat(get(path, later).statusCode()).isEqualTo(200);
    send("DELETE", path, later, "");
    assertThat(get(path, later).statusCode()).isEqualTo(404);
  }

  @Test
  void healthAndMetrics_tellHowItStands() {
    String alice = token(entra.alice());
    get("/rooms", alice);
    assertThat(get("/actuator/health", "").body()).contains("UP").doesNotContain("adtAuth");
    assertThat(get("/actuator/health", alice).body())
        .contains("\"adtAuth\"")
        .contains("\"usersCovered\"");
    assertThat(get("/actuator/metrics/adt.auth.token.requests", alice).body())
        .contains("principal");
  }
}
