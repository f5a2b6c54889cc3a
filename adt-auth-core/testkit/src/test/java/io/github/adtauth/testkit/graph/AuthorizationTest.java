package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests authentication and authorization of callers. */
final class AuthorizationTest {
  private static final String ROOMS = "{\"displayName\":\"Rooms\"}";
  private final GraphFixture fixture = new GraphFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void onlyTokenForGraph_isAccepted() {
    fixture.token = fixture.entra.assertionFor(fixture.entra.alice(), fixture.entra.webApi());
    assertThat(fixture.get("me").error()).isEqualTo("401 InvalidAuthenticationToken");
    fixture.token = fixture.graph.tokenFor(fixture.entra.alice(), "User.Read");
    assertThat(fixture.get("me").status()).isEqualTo(200);
    fixture.clock.advance(Duration.ofHours(2));
    assertThat(fixture.get("me").error()).isEqualTo("401 InvalidAuthenticationToken");
  }

  @Test
  void error_hasFormOfGraph() {
    fixture.token = fixture.graph.tokenFor(fixture.entra.alice(), "User.Read");
    JsonObject error = fixture.post("applications", ROOMS).json().getAsJsonObject("error");
    assertThat(error.get("message").getAsString())
        .isEqualTo("Insufficient privileges to complete the operation.");
    assertThat(error.getAsJsonObject("innerError").keySet())
        .containsExactly("date", "request-id", "client-request-id");
  }

  @Test
  void user_needsScopeAndRight() {
    fixture.token = fixture.graph.tokenFor(fixture.entra.alice(), "Directory.Read.All");
    assertThat(fixture.get("applications").status()).isEqualTo(200);
    assertThat(fixture.post("applications", ROOMS).error())
        .isEqualTo("403 Authorization_RequestDenied");

    fixture.token = fixture.graph.tokenFor(fixture.entra.alice());
    fixture.graph.allow(fixture.entra.alice(), DirectoryRight.READ_DIRECTORY);
    assertThat(fixture.post("applications", ROOMS).error())
        .isEqualTo("403 Authorization_RequestDenied");
    assertThat(fixture.get("applications").status()).isEqualTo(200);
  }

  @Test
  void user_changesOwnedApplicationsOnly() {
    JsonObject alices = fixture.register(ROOMS);
    fixture.token = fixture.graph.tokenFor(fixture.entra.bob());
    JsonObject bobs = fixture.registerWithPrincipal(ROOMS);

    assertThat(fixture.patch("applications/" + GraphFixture.id(alices), ROOMS).error())
        .isEqualTo("403 Authorization_RequestDenied");
    assertThat(fixture.patch("applications/" + GraphFixture.id(bobs), ROOMS).status())
        .isEqualTo(204);
    assertThat(fixture.grant(GraphFixture.appId(bobs), GraphFixture.TWINS, "Read.Write").error())
        .isEqualTo("403 Authorization_RequestDenied");
  }

  @Test
  void application_needsApplicationPermission() {
    fixture.token = fixture.graph.tokenFor(fixture.entra.daemon());
    assertThat(fixture.get("applications").error()).isEqualTo("403 Authorization_RequestDenied");
    fixture.token = fixture.graph.tokenFor(fixture.entra.daemon(), "Application.ReadWrite.OwnedBy");
    assertThat(fixture.registerWithPrincipal(ROOMS).get("appId")).isNotNull();
    assertThat(fixture.get("me").error()).isEqualTo("403 Authorization_RequestDenied");
  }

  @Test
  void usersTenantAndGroups_areFound() {
    assertThat(fixture.get("me").json().get("id").getAsString())
        .isEqualTo(fixture.entra.alice().oid());
    assertThat(fixture.get("organization").first().get("id").getAsString())
        .isEqualTo(fixture.entra.tenantId());
    assertThat(fixture.get("users/" + fixture.entra.bob().upn()).json().get("id").getAsString())
        .isEqualTo(fixture.entra.bob().oid());
    assertThat(fixture.get("users/nobody@contoso.onmicrosoft.com").status()).isEqualTo(404);
    String group = fixture.graph.addGroup("Building managers", fixture.entra.bob());
    assertThat(
            fixture
                .get("groups?$filter=displayName eq 'Building managers'")
                .first()
                .get("id")
                .getAsString())
        .isEqualTo(group);
    assertThat(fixture.get("directoryObjects/" + group).body()).contains("#microsoft.graph.group");
  }
}
