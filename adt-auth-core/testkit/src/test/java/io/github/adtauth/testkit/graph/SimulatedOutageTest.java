package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replicas that lag, throttling, and failures in the middle. */
final class SimulatedOutageTest {
  private static final String ROOMS = "{\"displayName\":\"Rooms\"}";
  private final GraphFixture world = new GraphFixture();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aNewApplicationIsNotFoundForAWhile() {
    world.graph.delayApplications(2);
    String path = "applications/" + GraphFixture.id(world.register(ROOMS));

    assertThat(world.get(path).refusal()).isEqualTo("404 Request_ResourceNotFound");
    assertThat(world.patch(path, ROOMS).refusal()).isEqualTo("404 Request_ResourceNotFound");
    assertThat(world.get(path).status()).isEqualTo(200);
  }

  @Test
  void aNewApplicationIsMissingInListsAndHasNoServicePrincipalYet() {
    world.graph.delayApplications(2);
    JsonObject application = world.register(ROOMS);
    String body = "{\"appId\":\"" + GraphFixture.appId(application) + "\"}";

    assertThat(world.get("applications?$filter=displayName eq 'Rooms'").items()).isZero();
    assertThat(world.post("servicePrincipals", body).refusal())
        .isEqualTo("400 NoBackingApplicationObject");
    assertThat(world.post("servicePrincipals", body).status()).isEqualTo(201);
  }

  @Test
  void aNewServicePrincipalCannotBeReferredToForAWhile() {
    world.graph.delayServicePrincipals(1);
    JsonObject application = world.register(ROOMS);
    JsonObject principal = world.principal(GraphFixture.appId(application));
    String grant =
        "{\"clientId\":%s,\"consentType\":\"AllPrincipals\",\"resourceId\":\"%s\",\"scope\":\"Read.Write\"}"
            .formatted(principal.get("id"), world.principalId(GraphFixture.TWINS));

    assertThat(world.post("oauth2PermissionGrants", grant).refusal())
        .isEqualTo("404 Request_ResourceNotFound");
    assertThat(world.post("oauth2PermissionGrants", grant).status()).isEqualTo(201);
  }

  @Test
  void throttlingSaysWhenToComeBack() {
    world.graph.throttle(1, 7);
    GraphFixture.Result response = world.get("me");
    assertThat(response.refusal()).isEqualTo("429 TooManyRequests");
    assertThat(response.headers().get("Retry-After")).isEqualTo("7");
    assertThat(world.get("me").status()).isEqualTo(200);
  }

  @Test
  void itFailsInTheMiddleUntilItRecovers() {
    world.graph.failAfter(1);
    world.register(ROOMS);
    assertThat(world.post("applications", ROOMS).refusal()).isEqualTo("503 ServiceUnavailable");
    assertThat(world.get("applications").refusal()).isEqualTo("503 ServiceUnavailable");

    world.graph.recover();
    assertThat(world.get("applications?$filter=displayName eq 'Rooms'").items()).isEqualTo(1);
    assertThat(world.graph.writes()).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsLostLeavesTheWriteDone() {
    world.graph.loseResponseAfter(0);
    assertThat(world.post("applications", ROOMS).refusal()).isEqualTo("503 ServiceUnavailable");
    assertThat(world.get("applications?$filter=displayName eq 'Rooms'").items()).isEqualTo(1);
  }
}
