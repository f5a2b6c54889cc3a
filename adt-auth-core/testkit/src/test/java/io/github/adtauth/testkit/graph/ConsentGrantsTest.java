package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Service principals, and the consents that hang on them. */
final class ConsentGrantsTest {
  private static final String UNKNOWN = "11111111-2222-4333-8444-555555555555";
  private final GraphFixture world = new GraphFixture();

  @AfterEach
  void close() {
    world.close();
  }

  private String grants(JsonObject application) {
    return "oauth2PermissionGrants?$filter=clientId eq '"
        + world.principalId(GraphFixture.appId(application))
        + "'";
  }

  @Test
  void digitalTwinsIsThereWithItsScope() {
    JsonObject twins =
        world.get("servicePrincipals?$filter=appId eq '" + GraphFixture.TWINS + "'").first();
    JsonObject scope = twins.getAsJsonArray("oauth2PermissionScopes").get(0).getAsJsonObject();
    assertThat(twins.get("displayName").getAsString()).isEqualTo("Azure Digital Twins");
    assertThat(scope.get("id").getAsString()).isEqualTo(GraphFixture.READ_WRITE);
    assertThat(scope.get("value").getAsString()).isEqualTo("Read.Write");
  }

  @Test
  void aServicePrincipalIsMadeOnceAndOfAnApplicationThatExists() {
    JsonObject application = world.register("{\"displayName\":\"Rooms\"}");
    String body = "{\"appId\":\"" + GraphFixture.appId(application) + "\"}";
    JsonObject principal = world.post("servicePrincipals", body).ok(201);

    assertThat(world.post("servicePrincipals", body).refusal())
        .isEqualTo("409 Request_MultipleObjectsWithSameKeyValue");
    assertThat(world.post("servicePrincipals", "{\"appId\":\"" + UNKNOWN + "\"}").refusal())
        .isEqualTo("400 NoBackingApplicationObject");
    assertThat(world.get("directoryObjects/" + GraphFixture.id(principal)).body())
        .contains("#microsoft.graph.servicePrincipal");
    assertThat(world.delete("servicePrincipals/" + GraphFixture.id(principal)).status())
        .isEqualTo(204);
    assertThat(world.get("servicePrincipals/" + GraphFixture.id(principal)).refusal())
        .isEqualTo("404 Request_ResourceNotFound");
  }

  @Test
  void aGrantIsMadeWidenedAndTakenBack() {
    JsonObject application = world.registerWithPrincipal("{\"displayName\":\"Rooms\"}");
    String appId = GraphFixture.appId(application);
    JsonObject grant = world.grant(appId, GraphFixture.TWINS, "Read.Write").ok(201);
    String path = "oauth2PermissionGrants/" + GraphFixture.id(grant);

    assertThat(world.grant(appId, GraphFixture.TWINS, "Read.Write").refusal())
        .isEqualTo("409 Request_MultipleObjectsWithSameKeyValue");
    assertThat(world.patch(path, "{\"scope\":\"Read.Write More\"}").status()).isEqualTo(204);
    assertThat(world.get(grants(application)).first().get("scope").getAsString())
        .isEqualTo("Read.Write More");
    assertThat(world.delete(path).status()).isEqualTo(204);
    assertThat(world.get(grants(application)).items()).isZero();
    assertThat(world.get(path).refusal()).isEqualTo("404 Request_ResourceNotFound");
  }

  @Test
  void aGrantToNobodyOrOfNothingIsRefused() {
    JsonObject application = world.registerWithPrincipal("{\"displayName\":\"Rooms\"}");
    String client = world.principalId(GraphFixture.appId(application));
    String twins = world.principalId(GraphFixture.TWINS);
    String grant =
        "{\"clientId\":\"%s\",\"consentType\":\"%s\",\"resourceId\":\"%s\",\"scope\":\"Read.Write\"}";

    assertThat(
            world
                .post("oauth2PermissionGrants", grant.formatted(UNKNOWN, "AllPrincipals", twins))
                .refusal())
        .isEqualTo("404 Request_ResourceNotFound");
    assertThat(
            world
                .post("oauth2PermissionGrants", grant.formatted(client, "Principal", twins))
                .refusal())
        .isEqualTo("400 Request_BadRequest");
    assertThat(
            world
                .post("oauth2PermissionGrants", grant.formatted(client, "Everybody", twins))
                .refusal())
        .isEqualTo("400 Request_BadRequest");
  }

  @Test
  void whatAUserConsentedToAtEntraIsAGrantOfHis() {
    JsonObject application =
        world.registerWithPrincipal(
            "{\"displayName\":\"Rooms\",\"requiredResourceAccess\":" + GraphFixture.REQUIRED + "}");
    world.entra.grantConsent(
        world.graph.registration(GraphFixture.appId(application)), world.entra.bob());

    JsonObject grant = world.get(grants(application)).first();
    assertThat(grant.get("consentType").getAsString()).isEqualTo("Principal");
    assertThat(grant.get("principalId").getAsString()).isEqualTo(world.entra.bob().oid());
    assertThat(grant.get("resourceId").getAsString())
        .isEqualTo(world.principalId(GraphFixture.TWINS));
  }

  @Test
  void withTheApplicationGoesWhatWasConsentedTo() {
    JsonObject application = world.registerWithPrincipal("{\"displayName\":\"Rooms\"}");
    String appId = GraphFixture.appId(application);
    world.grant(appId, GraphFixture.TWINS, "Read.Write").ok(201);
    int before = world.get("oauth2PermissionGrants").items();

    world.delete("applications/" + GraphFixture.id(application));

    assertThat(world.get("oauth2PermissionGrants").items()).isEqualTo(before - 1);
    assertThat(world.get("servicePrincipals(appId='" + appId + "')").status()).isEqualTo(404);
  }
}
