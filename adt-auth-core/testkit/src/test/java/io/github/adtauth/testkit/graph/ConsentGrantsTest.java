package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests service principals and permission grants. */
final class ConsentGrantsTest {
  private static final String UNKNOWN = "11111111-2222-4333-8444-555555555555";
  private final GraphFixture fixture = new GraphFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private String grants(JsonObject application) {
    return "oauth2PermissionGrants?$filter=clientId eq '"
        + fixture.principalId(GraphFixture.appId(application))
        + "'";
  }

  @Test
  void digitalTwins_hasServicePrincipalWithScope() {
    JsonObject twins =
        fixture.get("servicePrincipals?$filter=appId eq '" + GraphFixture.TWINS + "'").first();
    JsonObject scope = twins.getAsJsonArray("oauth2PermissionScopes").get(0).getAsJsonObject();
    assertThat(twins.get("displayName").getAsString()).isEqualTo("Azure Digital Twins");
    assertThat(scope.get("id").getAsString()).isEqualTo(GraphFixture.READ_WRITE);
    assertThat(scope.get("value").getAsString()).isEqualTo("Read.Write");
  }

  @Test
  void servicePrincipal_isCreatedOnce_forExistingApplication() {
    JsonObject application = fixture.register("{\"displayName\":\"Rooms\"}");
    String body = "{\"appId\":\"" + GraphFixture.appId(application) + "\"}";
    JsonObject principal = fixture.post("servicePrincipals", body).ok(201);

    assertThat(fixture.post("servicePrincipals", body).error())
        .isEqualTo("409 Request_MultipleObjectsWithSameKeyValue");
    assertThat(fixture.post("servicePrincipals", "{\"appId\":\"" + UNKNOWN + "\"}").error())
        .isEqualTo("400 NoBackingApplicationObject");
    assertThat(fixture.get("directoryObjects/" + GraphFixture.id(principal)).body())
        .contains("#microsoft.graph.servicePrincipal");
    assertThat(fixture.delete("servicePrincipals/" + GraphFixture.id(principal)).status())
        .isEqualTo(204);
    assertThat(fixture.get("servicePrincipals/" + GraphFixture.id(principal)).error())
        .isEqualTo("404 Request_ResourceNotFound");
  }

  @Test
  void grant_isCreatedExtendedAndDeleted() {
    JsonObject application = fixture.registerWithPrincipal("{\"displayName\":\"Rooms\"}");
    String appId = GraphFixture.appId(application);
    JsonObject grant = fixture.grant(appId, GraphFixture.TWINS, "Read.Write").ok(201);
    String path = "oauth2PermissionGrants/" + GraphFixture.id(grant);

    assertThat(fixture.grant(appId, GraphFixture.TWINS, "Read.Write").error())
        .isEqualTo("409 Request_MultipleObjectsWithSameKeyValue");
    assertThat(fixture.patch(path, "{\"scope\":\"Read.Write More\"}").status()).isEqualTo(204);
    assertThat(fixture.get(grants(application)).first().get("scope").getAsString())
        .isEqualTo("Read.Write More");
    assertThat(fixture.delete(path).status()).isEqualTo(204);
    assertThat(fixture.get(grants(application)).items()).isZero();
    assertThat(fixture.get(path).error()).isEqualTo("404 Request_ResourceNotFound");
  }

  @Test
  void grantWithInvalidReferences_isRejected() {
    JsonObject application = fixture.registerWithPrincipal("{\"displayName\":\"Rooms\"}");
    String client = fixture.principalId(GraphFixture.appId(application));
    String twins = fixture.principalId(GraphFixture.TWINS);
    String grant =
        "{\"clientId\":\"%s\",\"consentType\":\"%s\",\"resourceId\":\"%s\",\"scope\":\"Read.Write\"}";

    assertThat(
            fixture
                .post("oauth2PermissionGrants", grant.formatted(UNKNOWN, "AllPrincipals", twins))
                .error())
        .isEqualTo("404 Request_ResourceNotFound");
    assertThat(
            fixture
                .post("oauth2PermissionGrants", grant.formatted(client, "Principal", twins))
                .error())
        .isEqualTo("400 Request_BadRequest");
    assertThat(
            fixture
                .post("oauth2PermissionGrants", grant.formatted(client, "Everybody", twins))
                .error())
        .isEqualTo("400 Request_BadRequest");
  }

  @Test
  void consentOfUser_isGrantOfPrincipal() {
    JsonObject application =
        fixture.registerWithPrincipal(
            "{\"displayName\":\"Rooms\",\"requiredResourceAccess\":" + GraphFixture.REQUIRED + "}");
    fixture.entra.grantConsent(
        fixture.graph.registration(GraphFixture.appId(application)), fixture.entra.bob());

    JsonObject grant = fixture.get(grants(application)).first();
    assertThat(grant.get("consentType").getAsString()).isEqualTo("Principal");
    assertThat(grant.get("principalId").getAsString()).isEqualTo(fixture.entra.bob().oid());
    assertThat(grant.get("resourceId").getAsString())
        .isEqualTo(fixture.principalId(GraphFixture.TWINS));
  }

  @Test
  void deletedApplication_losesGrantsAndServicePrincipal() {
    JsonObject application = fixture.registerWithPrincipal("{\"displayName\":\"Rooms\"}");
    String appId = GraphFixture.appId(application);
    fixture.grant(appId, GraphFixture.TWINS, "Read.Write").ok(201);
    int before = fixture.get("oauth2PermissionGrants").items();

    fixture.delete("applications/" + GraphFixture.id(application));

    assertThat(fixture.get("oauth2PermissionGrants").items()).isEqualTo(before - 1);
    assertThat(fixture.get("servicePrincipals(appId='" + appId + "')").status()).isEqualTo(404);
  }
}
