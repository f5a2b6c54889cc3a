package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.entra.TokenDefect;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A web API with the starter, as its clients see it. */
@ExtendWith(OutputCaptureExtension.class)
class RoomsTest extends RoomsFixture {
  private static final String MFA =
      "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";

  @Test
  void argument_isClientOfUser() {
    HttpResponse<String> room = get("/rooms/room-1", users.token(users.bob()));
    assertThat(room.statusCode()).as(room.body()).isEqualTo(200);
    assertThat(room.body()).contains("\"name\":\"Room 1\"");
    String path = "/rooms/room-1/temperature/25.5";
    assertThat(send("PATCH", path, users.token(users.bob())).statusCode()).isEqualTo(403);
    assertThat(send("PATCH", path, users.token(users.alice())).statusCode()).isEqualTo(200);
    assertThat(azure.twins().twin("room-1").get("temperature").getAsDouble()).isEqualTo(25.5);
  }

  @Test
  void missingTwin_isProblem() {
    HttpResponse<String> missing = get("/rooms/none", users.token(users.bob()));
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(missing.body()).contains("\"detail\"").doesNotContain("Exception");
  }

  @Test
  void invalidTokens_areRejectedBeforeAnyExchange() {
    get("/rooms/room-1", users.token(users.alice())); // loads the keys
    int before = entra.requests().size();
    for (String invalid :
        new String[] {
          "",
          "x",
          users.token(users.alice(), TokenDefect.BAD_SIGNATURE),
          users.token(users.alice(), TokenDefect.EXPIRED),
          users.token(users.alice(), TokenDefect.NOT_YET_VALID),
          users.token(users.alice(), TokenDefect.OTHER_AUDIENCE),
          users.token(users.alice(), TokenDefect.OTHER_TENANT),
          entra.idTokenFor(users.alice(), entra.webApi()),
          entra.appTokenFor(entra.webApi()),
        }) {
      HttpResponse<String> rejected = get("/rooms/room-1", invalid);
      assertThat(rejected.statusCode()).as(invalid).isEqualTo(401);
      assertThat(rejected.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(header -> assertThat(header).startsWith("Bearer"));
    }
    assertThat(entra.requests()).hasSize(before);
  }

  @Test
  void tokenOfVersion1_isAccepted() {
    Registration api = entra.webApi();
    entra.register(api.toBuilder().tokenVersion(1).build());
    try {
      String token = entra.assertionFor(users.alice(), entra.webApi());
      HttpResponse<String> room = get("/rooms/room-1", token);
      assertThat(room.statusCode()).as(room.headers().toString()).isEqualTo(200);
    } finally {
      entra.register(api);
    }
  }

  @Test
  void demandOfEntra_isPassedOn(CapturedOutput output) {
    entra.requireClaims(users.bob(), MFA);
    try {
      HttpResponse<String> challenged = get("/rooms/room-1", users.token(users.bob()));
      Challenge challenge =
          Challenge.parse(
                  challenged.statusCode(), challenged.headers().allValues("WWW-Authenticate"))
              .orElseThrow();
      assertThat(challenge.claims()).contains(MFA);
      assertThat(challenged.headers() + challenged.body()).doesNotContain("AADSTS");
      assertThat(output.getAll().lines().filter(line -> line.contains("Responded Challenge[401")))
          .singleElement()
          .asString()
          .contains("INFO", "correlation id");
      String met = entra.assertionWithClaims(MFA, users.bob(), entra.webApi());
      assertThat(get("/rooms/room-1", met).statusCode()).isEqualTo(200);
    } finally {
      entra.removeRequirements(users.bob());
    }
  }

  @Test
  void missingConsent_is403() {
    entra.revokeConsent(entra.webApi());
    try {
      HttpResponse<String> rejected = get("/rooms/room-1", users.token(users.alice()));
      assertThat(rejected.statusCode()).isEqualTo(403);
      assertThat(rejected.headers().firstValue("WWW-Authenticate").orElse(""))
          .contains("insufficient_scope");
    } finally {
      entra.grantConsent(entra.webApi());
    }
  }

  @Test
  void annotatedArgument_isClientOfApplication() {
    azure
        .twins()
        .grantRole(
            entra.webApi().servicePrincipalId(), io.github.adtauth.testkit.twins.Role.DATA_READER);
    HttpResponse<String> room = get("/application/room-1", users.token(users.bob()));
    assertThat(room.statusCode()).as(room.body()).isEqualTo(200);
    assertThat(entra.tokenCalls("client_credentials")).isNotEmpty();
  }
}
