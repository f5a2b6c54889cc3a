package io.github.adtauth.testkit.arm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.graph.GraphFixture;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests {@link FakeResourceManager} and the effect of its role assignments. */
final class ResourceManagerTest {
  private static final String OWNER = "bcd981a7-7f74-457b-83e1-cceb9e632ffe";
  private static final String READER = "d57506d4-4c8d-48b1-8587-93c323f6a5a3";
  private static final String VERSION = "?api-version=2022-04-01";
  private static final String INSTANCE_VERSION = "?api-version=2023-01-31";

  private final GraphFixture fixture = new GraphFixture();
  private final FakeResourceManager manager = fixture.azure.resourceManager();
  private final String instance = fixture.azure.instanceId();
  private String token = manager.tokenFor(fixture.entra.alice());

  @AfterEach
  void close() {
    fixture.close();
  }

  private GraphFixture.Result call(String method, String path, @Nullable String body) {
    return fixture.send(
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

  private GraphFixture.Result list(String filter) {
    return call("GET", assignments(instance) + VERSION + "&$filter=" + filter, null);
  }

  private int twinsStatus(String bearer) {
    return fixture
        .send(
            new Request.Builder()
                .url(fixture.azure.endpoint() + "/models?api-version=2023-10-31")
                .header("Authorization", "Bearer " + bearer)
                .build())
        .status();
  }

  private String twinsTokenOfBob() {
    Registration api = fixture.entra.webApi();
    return fixture
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
            fixture.entra.assertionFor(fixture.entra.bob(), api),
            "scope",
            GraphFixture.TWINS_SCOPE)
        .json()
        .get("access_token")
        .getAsString();
  }

  @Test
  void instance_hasHostName() {
    JsonObject found = call("GET", instance + INSTANCE_VERSION, null).ok(200);
    assertThat("https://" + found.getAsJsonObject("properties").get("hostName").getAsString())
        .isEqualTo(fixture.azure.endpoint());
  }

  @Test
  void missingResource_isNamed() {
    assertThat(call("GET", instance + "x" + INSTANCE_VERSION, null).error())
        .isEqualTo("404 ResourceNotFound");
    assertThat(call("GET", instance.replace("buildings", "other") + INSTANCE_VERSION, null).error())
        .isEqualTo("404 ResourceGroupNotFound");
    assertThat(call("GET", instance.replace("5ad7a6c0", "0") + INSTANCE_VERSION, null).error())
        .isEqualTo("404 SubscriptionNotFound");
    assertThat(call("GET", instance, null).error()).isEqualTo("400 MissingApiVersionParameter");
  }

  @Test
  void access_requiresTokenAndRight() {
    token = fixture.token;
    assertThat(call("GET", instance + INSTANCE_VERSION, null).status()).isEqualTo(401);
    token = manager.tokenFor(fixture.entra.bob());
    assertThat(call("GET", instance + INSTANCE_VERSION, null).error())
        .isEqualTo("403 AuthorizationFailed");
    manager.allow(fixture.entra.bob(), ResourceRight.READ);
    assertThat(call("GET", instance + INSTANCE_VERSION, null).status()).isEqualTo(200);
    assertThat(assign(READER, fixture.entra.bob().oid(), "User").error())
        .isEqualTo("403 AuthorizationFailed");
  }

  @Test
  void roleAssignment_grantsAccessToApplication() {
    JsonObject application = fixture.registerWithPrincipal("{\"displayName\":\"Job\"}");
    String secret = fixture.secret(application);
    String principal = fixture.principalId(GraphFixture.appId(application));
    String bearer =
        fixture.clientCredentials(application, secret).json().get("access_token").getAsString();
    assertThat(twinsStatus(bearer)).isEqualTo(403);

    assertThat(assign(READER, principal, "ServicePrincipal").status()).isEqualTo(201);

    assertThat(twinsStatus(bearer)).isEqualTo(200);
    assertThat(list("principalId eq '" + principal + "'").items()).isEqualTo(1);
    assertThat(assign(READER, principal, "ServicePrincipal").error())
        .isEqualTo("409 RoleAssignmentExists");
    manager.removeRoles(principal);
    assertThat(twinsStatus(bearer)).isEqualTo(403);
  }

  @Test
  void roleOfGroup_grantsAccessToMembers() {
    String bob = twinsTokenOfBob();
    manager.removeRoles(fixture.entra.bob().oid());
    assertThat(twinsStatus(bob)).isEqualTo(403);
    String group = fixture.graph.addGroup("Building managers", fixture.entra.bob());

    assertThat(assign(OWNER, group, "Group").status()).isEqualTo(201);

    assertThat(twinsStatus(bob)).isEqualTo(200);
    assertThat(list("atScope() and assignedTo('" + fixture.entra.bob().oid() + "')").items())
        .isEqualTo(1);
  }

  @Test
  void roleAssignment_canBeDelayed() {
    String bob = twinsTokenOfBob();
    manager.removeRoles(fixture.entra.bob().oid());
    manager.delayRoleAssignments(1);
    assign(READER, fixture.entra.bob().oid(), "User").ok(201);
    assertThat(twinsStatus(bob)).isEqualTo(403);
    assertThat(twinsStatus(bob)).isEqualTo(200);
  }

  @Test
  void newPrincipal_isFoundOnlyWithType() {
    fixture.graph.delayServicePrincipals(1);
    JsonObject application = fixture.register("{\"displayName\":\"Job\"}");
    String principal = GraphFixture.id(fixture.principal(GraphFixture.appId(application)));
    assertThat(assign(READER, principal, "").error()).isEqualTo("400 PrincipalNotFound");

    manager.rejectPrincipals(1);
    assertThat(assign(READER, principal, "ServicePrincipal").error())
        .isEqualTo("400 PrincipalNotFound");
    assertThat(assign(READER, principal, "User").error()).isEqualTo("400 UnmatchedPrincipalType");
    assertThat(assign(READER, principal, "ServicePrincipal").status()).isEqualTo(201);
  }

  @Test
  void rolesGrantedByTest_areAssignments() {
    GraphFixture.Result alices = list("principalId eq '" + fixture.entra.alice().oid() + "'");
    assertThat(alices.first().getAsJsonObject("properties").get("roleDefinitionId").getAsString())
        .endsWith(OWNER);
    assertThat(assign(OWNER, fixture.entra.alice().oid(), "User").error())
        .isEqualTo("409 RoleAssignmentExists");
  }

  @Test
  void newInstance_isServed_withoutAccess() {
    String other = manager.instanceId("fabrikam");
    assertThat(call("PUT", other + INSTANCE_VERSION, "{}").error())
        .isEqualTo("400 LocationRequired");
    String host =
        call("PUT", other + INSTANCE_VERSION, "{\"location\":\"westeurope\"}")
            .ok(201)
            .getAsJsonObject("properties")
            .get("hostName")
            .getAsString();

    int status =
        fixture
            .send(
                new Request.Builder()
                    .url("https://" + host + "/models?api-version=2023-10-31")
                    .header("Authorization", "Bearer " + twinsTokenOfBob())
                    .build())
            .status();
    assertThat(status).isEqualTo(403);
  }
}
