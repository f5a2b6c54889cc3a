package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests replication delays, throttling and failures. */
final class SimulatedOutageTest {
  private static final String ROOMS = "{\"displayName\":\"Rooms\"}";
  private final GraphFixture fixture = new GraphFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void newApplication_isNotFound_whileDelayed() {
    fixture.graph.delayApplications(2);
    String path = "applications/" + GraphFixture.id(fixture.register(ROOMS));

    assertThat(fixture.get(path).error()).isEqualTo("404 Request_ResourceNotFound");
    assertThat(fixture.patch(path, ROOMS).error()).isEqualTo("404 Request_ResourceNotFound");
    assertThat(fixture.get(path).status()).isEqualTo(200);
  }

  @Test
  void newApplication_isNotListed_whileDelayed() {
    fixture.graph.delayApplications(2);
    JsonObject application = fixture.register(ROOMS);
    String body = "{\"appId\":\"" + GraphFixture.appId(application) + "\"}";

    assertThat(fixture.get("applications?$filter=displayName eq 'Rooms'").items()).isZero();
    assertThat(fixture.post("servicePrincipals", body).error())
        .isEqualTo("400 NoBackingApplicationObject");
    assertThat(fixture.post("servicePrincipals", body).status()).isEqualTo(201);
  }

  @Test
  void newServicePrincipal_isNotFound_whileDelayed() {
    fixture.graph.delayServicePrincipals(1);
    JsonObject application = fixture.register(ROOMS);
    JsonObject principal = fixture.principal(GraphFixture.appId(application));
    String grant =
        "{\"clientId\":%s,\"consentType\":\"AllPrincipals\",\"resourceId\":\"%s\",\"scope\":\"Read.Write\"}"
            .formatted(principal.get("id"), fixture.principalId(GraphFixture.TWINS));

    assertThat(fixture.post("oauth2PermissionGrants", grant).error())
        .isEqualTo("404 Request_ResourceNotFound");
    assertThat(fixture.post("oauth2PermissionGrants", grant).status()).isEqualTo(201);
  }

  @Test
  void throttledRequest_hasRetryAfter() {
    fixture.graph.throttle(1, 7);
    GraphFixture.Result response = fixture.get("me");
    assertThat(response.error()).isEqualTo("429 TooManyRequests");
    assertThat(response.headers().get("Retry-After")).isEqualTo("7");
    assertThat(fixture.get("me").status()).isEqualTo(200);
  }

  @Test
  void service_failsUntilItRecovers() {
    fixture.graph.failAfter(1);
    fixture.register(ROOMS);
    assertThat(fixture.post("applications", ROOMS).error()).isEqualTo("503 ServiceUnavailable");
    assertThat(fixture.get("applications").error()).isEqualTo("503 ServiceUnavailable");

    fixture.graph.recover();
    assertThat(fixture.get("applications?$filter=displayName eq 'Rooms'").items()).isEqualTo(1);
    assertThat(fixture.graph.writes()).isEqualTo(1);
  }

  @Test
  void lostResponse_keepsWrite() {
    fixture.graph.loseResponseAfter(0);
    assertThat(fixture.post("applications", ROOMS).error()).isEqualTo("503 ServiceUnavailable");
    assertThat(fixture.get("applications?$filter=displayName eq 'Rooms'").items()).isEqualTo(1);
  }
}
