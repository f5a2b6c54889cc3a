package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.Registration;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ResourceManagerTest {
  private static final String OWNER = "bcd981a7-7f74-457b-83e1-cceb9e632ffe";
  private static final String READER = "d57506d4-4c8d-48b1-8587-93c323f6a5a3";
  private static final String VERSION = "?api-version=2022-04-01";
  private static final String INSTANCE_VERSION = "?api-version=2023-01-31";

  private final GraphFixture world = new GraphFixture();
  private final FakeResourceManager manager = world.azure.resourceManager();
  private final String instance = world.azure.instanceId();
  private String token = manager.tokenFor(world.entra.alice());

  @AfterEach
  void close() {
    world.close();
  }

  private GraphFixture.Result call(String method, String path, @Nullable String body) {
    return world.send(
        new Request.Builder()
            .url("https://management.azure.com" + path)
            .header("Authorization", "Bearer " + token)
            .method(
                method,
                body == null ? null : RequestBody.create(body, MediaType.get("application/json")))
            .build());
  }

  private static String assignments(String scope) {
    return scope + "/providers/Microsoft.Authorization/roleAssignments";
  }

  private GraphFixture.Result assign(String role, String principal, String type) {
    String definition =
        "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/" + role;
    String body =
        "{\"properties\":{\"roleDefinitionId\":\"%s\",\"principalId\":\"%s\"%s}}"
            .formatted(
                definition, principal, type.isEmpty() ? "" : ",\"principalType\":\"" + type + "\"");
    return call("PUT", assignments(instance) + "/" + UUID.randomUUID() + VERSION, body);
  }

  private GraphFixture.Result listed(String filter) {
    return call("GET", assignments(instance) + VERSION + "&$filter=" + filter, null);
  }

  private int twins(String bearer) {
    return world
        .send(
            new Request.Builder()
                .url(world.azure.endpoint() + "/models?api-version=2023-10-31")
                .header("Authorization", "Bearer " + bearer)
                .build())
        .status();
  }

  private String twinsTokenOfBob() {
    Registration api = world.entra.webApi();
    return world
        .token(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "requested_token_use",
            "on_behalf_of",
            "client_id",
            api.clientId(),
            "client_secret",
            api.secret(),
            "assertion",
            world.entra.assertionFor(world.entra.bob(), api),
            "scope",
            GraphFixture.TWINS_SCOPE)
        .json()
        .get("access_token")
        .getAsString();
  }

  @Test
  void theInstanceNamesItsHost() {
    JsonObject found = call("GET", instance + INSTANCE_VERSION, null).ok(200);
    assertThat("https://" + found.getAsJsonObject("properties").get("hostName").getAsString())
        .isEqualTo(world.azure.endpoint());
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThat(call("GET", instance + "x" + INSTANCE_VERSION, null).refusal())
        .isEqualTo("404 ResourceNotFound");
    assertThat(
            call("GET", instance.replace("buildings", "other") + INSTANCE_VERSION, null).refusal())
        .isEqualTo("404 ResourceGroupNotFound");
    assertThat(call("GET", instance.replace("5ad7a6c0", "0") + INSTANCE_VERSION, null).refusal())
        .isEqualTo("404 SubscriptionNotFound");
    assertThat(call("GET", instance, null).refusal()).isEqualTo("400 MissingApiVersionParameter");
  }

  @Test
  void onlyWhoMayIsLetInAndOnlyWithATokenForIt() {
    token = world.token;
    assertThat(call("GET", instance + INSTANCE_VERSION, null).status()).isEqualTo(401);
    token = manager.tokenFor(world.entra.bob());
    assertThat(call("GET", instance + INSTANCE_VERSION, null).refusal())
        .isEqualTo("403 AuthorizationFailed");
    manager.allow(world.entra.bob(), ResourceRight.READ);
    assertThat(call("GET", instance + INSTANCE_VERSION, null).status()).isEqualTo(200);
    assertThat(assign(READER, world.entra.bob().oid(), "User").refusal())
        .isEqualTo("403 AuthorizationFailed");
  }

  @Test
  void aRoleLetsAnApplicationIn() {
    JsonObject application = world.registerWithPrincipal("{\"displayName\":\"Job\"}");
    String secret = world.secret(application);
    String principal = world.principalId(GraphFixture.appId(application));
    String bearer = world.asItself(application, secret).json().get("access_token").getAsString();
    assertThat(twins(bearer)).isEqualTo(403);

    assertThat(assign(READER, principal, "ServicePrincipal").status()).isEqualTo(201);

    assertThat(twins(bearer)).isEqualTo(200);
    assertThat(listed("principalId eq '" + principal + "'").items()).isEqualTo(1);
    assertThat(assign(READER, principal, "ServicePrincipal").refusal())
        .isEqualTo("409 RoleAssignmentExists");
    manager.removeRoles(principal);
    assertThat(twins(bearer)).isEqualTo(403);
  }

  @Test
  void aRoleOfAGroupLetsItsMembersIn() {
    String bob = twinsTokenOfBob();
    manager.removeRoles(world.entra.bob().oid());
    assertThat(twins(bob)).isEqualTo(403);
    String group = world.graph.addGroup("Building managers", world.entra.bob());

    assertThat(assign(OWNER, group, "Group").status()).isEqualTo(201);

    assertThat(twins(bob)).isEqualTo(200);
    assertThat(listed("atScope() and assignedTo('" + world.entra.bob().oid() + "')").items())
        .isEqualTo(1);
  }

  @Test
  void aRoleMayTakeEffectLate() {
    String bob = twinsTokenOfBob();
    manager.removeRoles(world.entra.bob().oid());
    manager.delayRoleAssignments(1);
    assign(READER, world.entra.bob().oid(), "User").ok(201);
    assertThat(twins(bob)).isEqualTo(403);
    assertThat(twins(bob)).isEqualTo(200);
  }

  @Test
  void aPrincipalThatIsTooNewIsNotFoundUnlessItsTypeIsStated() {
    world.graph.delayServicePrincipals(1);
    JsonObject application = world.register("{\"displayName\":\"Job\"}");
    String principal = GraphFixture.id(world.principal(GraphFixture.appId(application)));
    assertThat(assign(READER, principal, "").refusal()).isEqualTo("400 PrincipalNotFound");

    manager.rejectPrincipals(1);
    assertThat(assign(READER, principal, "ServicePrincipal").refusal())
        .isEqualTo("400 PrincipalNotFound");
    assertThat(assign(READER, principal, "User").refusal()).isEqualTo("400 UnmatchedPrincipalType");
    assertThat(assign(READER, principal, "ServicePrincipal").status()).isEqualTo(201);
  }

  @Test
  void theRolesThatATestGrantedAreAssignmentsToo() {
    GraphFixture.Result alices = listed("principalId eq '" + world.entra.alice().oid() + "'");
    assertThat(alices.first().getAsJsonObject("properties").get("roleDefinitionId").getAsString())
        .endsWith(OWNER);
    assertThat(assign(OWNER, world.entra.alice().oid(), "User").refusal())
        .isEqualTo("409 RoleAssignmentExists");
  }

  @Test
  void aNewInstanceIsAnsweredForAndOpenToWhomItIsGiven() {
    String other = manager.instanceId("fabrikam");
    assertThat(call("PUT", other + INSTANCE_VERSION, "{}").refusal())
        .isEqualTo("400 LocationRequired");
    String host =
        call("PUT", other + INSTANCE_VERSION, "{\"location\":\"westeurope\"}")
            .ok(201)
            .getAsJsonObject("properties")
            .get("hostName")
            .getAsString();

    int status =
        world
            .send(
                new Request.Builder()
                    .url("https://" + host + "/models?api-version=2023-10-31")
                    .header("Authorization", "Bearer " + twinsTokenOfBob())
                    .build())
            .status();
    assertThat(status).isEqualTo(403);
  }
}
