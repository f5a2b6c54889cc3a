package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose token is taken, and for what. */
final class AuthorizationTest {
  private static final String ROOMS = "{\"displayName\":\"Rooms\"}";
  private final GraphFixture world = new GraphFixture();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void onlyATokenForGraphIsTaken() {
    world.token = world.entra.assertionFor(world.entra.alice(), world.entra.webApi());
    assertThat(world.get("me").refusal()).isEqualTo("401 InvalidAuthenticationToken");
    world.token = world.graph.tokenFor(world.entra.alice(), "User.Read");
    assertThat(world.get("me").status()).isEqualTo(200);
    world.clock.advance(Duration.ofHours(2));
    assertThat(world.get("me").refusal()).isEqualTo("401 InvalidAuthenticationToken");
  }

  @Test
  void theErrorIsShapedAsGraphShapesIt() {
    world.token = world.graph.tokenFor(world.entra.alice(), "User.Read");
    JsonObject error = world.post("applications", ROOMS).json().getAsJsonObject("error");
    assertThat(error.get("message").getAsString())
        .isEqualTo("Insufficient privileges to complete the operation.");
    assertThat(error.getAsJsonObject("innerError").keySet())
        .containsExactly("date", "request-id", "client-request-id");
  }

  @Test
  void aUserNeedsTheScopeAndTheRole() {
    world.token = world.graph.tokenFor(world.entra.alice(), "Directory.Read.All");
    assertThat(world.get("applications").status()).isEqualTo(200);
    assertThat(world.post("applications", ROOMS).refusal())
        .isEqualTo("403 Authorization_RequestDenied");

    world.token = world.graph.tokenFor(world.entra.alice());
    world.graph.allow(world.entra.alice(), DirectoryRight.READ_DIRECTORY);
    assertThat(world.post("applications", ROOMS).refusal())
        .isEqualTo("403 Authorization_RequestDenied");
    assertThat(world.get("applications").status()).isEqualTo(200);
  }

  @Test
  void whoMayRegisterChangesOnlyWhatIsHis() {
    JsonObject alices = world.register(ROOMS);
    world.token = world.graph.tokenFor(world.entra.bob());
    JsonObject bobs = world.registerWithPrincipal(ROOMS);

    assertThat(world.patch("applications/" + GraphFixture.id(alices), ROOMS).refusal())
        .isEqualTo("403 Authorization_RequestDenied");
    assertThat(world.patch("applications/" + GraphFixture.id(bobs), ROOMS).status()).isEqualTo(204);
    assertThat(world.grant(GraphFixture.appId(bobs), GraphFixture.TWINS, "Read.Write").refusal())
        .isEqualTo("403 Authorization_RequestDenied");
  }

  @Test
  void anApplicationNeedsTheApplicationPermission() {
    world.token = world.graph.tokenFor(world.entra.daemon());
    assertThat(world.get("applications").refusal()).isEqualTo("403 Authorization_RequestDenied");
    world.token = world.graph.tokenFor(world.entra.daemon(), "Application.ReadWrite.OwnedBy");
    assertThat(world.registerWithPrincipal(ROOMS).get("appId")).isNotNull();
    assertThat(world.get("me").refusal()).isEqualTo("403 Authorization_RequestDenied");
  }

  @Test
  void theSignedInUserTheTenantAndTheOthersAreFound() {
    assertThat(world.get("me").json().get("id").getAsString()).isEqualTo(world.entra.alice().oid());
    assertThat(world.get("organization").first().get("id").getAsString())
        .isEqualTo(world.entra.tenantId());
    assertThat(world.get("users/" + world.entra.bob().upn()).json().get("id").getAsString())
        .isEqualTo(world.entra.bob().oid());
    assertThat(world.get("users/nobody@contoso.onmicrosoft.com").status()).isEqualTo(404);
    String group = world.graph.addGroup("Building managers", world.entra.bob());
    assertThat(
            world
                .get("groups?$filter=displayName eq 'Building managers'")
                .first()
                .get("id")
                .getAsString())
        .isEqualTo(group);
    assertThat(world.get("directoryObjects/" + group).body()).contains("#microsoft.graph.group");
  }
}
