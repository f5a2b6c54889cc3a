package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApplicationsTest {
  private final GraphFixture world = new GraphFixture();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anApplicationIsCreatedFoundChangedAndDeleted() {
    JsonObject created = world.register("{\"displayName\":\"Rooms\"}");
    assertThat(created.get("signInAudience").getAsString()).isEqualTo("AzureADMyOrg");
    String byId = "applications/" + GraphFixture.id(created);
    String byAppId = "applications(appId='" + GraphFixture.appId(created) + "')";

    assertThat(
            world
                .patch(byAppId, "{\"publicClient\":{\"redirectUris\":[\"http://localhost\"]}}")
                .status())
        .isEqualTo(204);

    JsonObject changed = world.get(byId).ok(200);
    assertThat(changed.getAsJsonObject("publicClient").getAsJsonArray("redirectUris"))
        .hasToString("[\"http://localhost\"]");
    assertThat(changed.get("displayName").getAsString()).isEqualTo("Rooms");
    assertThat(world.delete(byId).status()).isEqualTo(204);
    assertThat(world.get(byId).refusal()).isEqualTo("404 Request_ResourceNotFound");
  }

  @Test
  void listsAreFilteredCutAndPaged() {
    for (String name : new String[] {"Room 1", "Room 2", "O''Hara", "Room 3"}) {
      world.register("{\"displayName\":\"" + name.replace("''", "'") + "\"}");
    }

    GraphFixture.Result named =
        world.get("applications?$filter=displayName eq 'O''Hara'&$select=displayName");
    assertThat(named.first()).hasToString("{\"displayName\":\"O'Hara\"}");

    GraphFixture.Result page =
        world.get("applications?$filter=startswith(displayName,'Room')&$top=2");
    assertThat(page.items()).isEqualTo(2);
    GraphFixture.Result last = world.get(page.json().get("@odata.nextLink").getAsString());
    assertThat(last.items()).isEqualTo(1);
    assertThat(last.json().has("@odata.nextLink")).isFalse();
    assertThat(world.get("applications?$filter=notes eq 'x'").refusal())
        .isEqualTo("400 Request_UnsupportedQuery");
  }

  @Test
  void whatATestRegisteredAtEntraIsListedToo() {
    GraphFixture.Result found =
        world.get(
            "applications?$filter=identifierUris/any(x:x eq '"
                + world.entra.webApi().appIdUri()
                + "')");
    assertThat(found.items()).isEqualTo(1);
    assertThat(found.first().get("displayName").getAsString()).isEqualTo("Contoso Web API");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'displayName':''} | Request_BadRequest",
        "{'displayName':null} | Request_BadRequest",
        "{'nonsense':1} | Request_BadRequest",
        "{'isFallbackPublicClient':'yes'} | Request_BadRequest",
        "{'web':{'redirectUris':['http://example.com']}} | Request_BadRequest",
        "{'web':{'redirectUris':['https://a.example#x']}} | Request_BadRequest",
        "{'spa':{'redirectUris':['com.example:/back']}} | Request_BadRequest",
        "{'web':{'redirectUris':['http://localhost']},'spa':{'redirectUris':['http://localhost']}}"
            + " | Request_BadRequest",
        "{'identifierUris':['https://unverified.example']} | HostNameNotOnVerifiedDomain",
        "{'identifierUris':['api://rooms']} | HostNameNotOnVerifiedDomain",
        "{'api':{'requestedAccessTokenVersion':3}} | Request_BadRequest",
        "{'api':{'preAuthorizedApplications':[{'appId':'11111111-2222-4333-8444-555555555555',"
            + "'delegatedPermissionIds':['11111111-2222-4333-8444-555555555555']}]}}"
            + " | Request_BadRequest",
        "{'requiredResourceAccess':[{'resourceAppId':'twins','resourceAccess':[]}]}"
            + " | Request_BadRequest",
        "{'passwordCredentials':[{'displayName':'x'}]} | Request_BadRequest",
        "{'keyCredentials':[{'type':'AsymmetricX509Cert','usage':'Verify','key':'AAAA'}]}"
            + " | KeyCredentialsInvalidValue",
      })
  void whatGraphDoesNotTakeIsRefusedAndChangesNothing(String change, String code) {
    JsonObject created = world.register("{\"displayName\":\"Rooms\"}");
    String path = "applications/" + GraphFixture.id(created);
    JsonObject before = world.get(path).json();

    assertThat(world.patch(path, change.replace('\'', '"')).refusal()).isEqualTo("400 " + code);

    assertThat(world.get(path).json()).isEqualTo(before);
  }

  @Test
  void anIdentifierUriIsUniqueInTheTenant() {
    JsonObject first = world.register("{\"displayName\":\"A\"}");
    JsonObject second = world.register("{\"displayName\":\"B\"}");
    String uri = "{\"identifierUris\":[\"https://contoso.onmicrosoft.com/rooms\"]}";
    world.patch("applications/" + GraphFixture.id(first), uri);

    assertThat(world.patch("applications/" + GraphFixture.id(second), uri).body())
        .contains("Another object with the same value for property identifierUris already exists.");
  }

  @Test
  void anEnabledScopeIsDisabledBeforeItGoes() {
    String scope =
        "{\"api\":{\"oauth2PermissionScopes\":[{\"id\":\"11111111-2222-4333-8444-555555555555\","
            + "\"value\":\"access_as_user\",\"type\":\"User\",\"isEnabled\":true,"
            + "\"adminConsentDisplayName\":\"x\",\"adminConsentDescription\":\"x\"}]}}";
    JsonObject created = world.register("{\"displayName\":\"Rooms\"}");
    String path = "applications/" + GraphFixture.id(created);
    world.patch(path, scope);
    String none = "{\"api\":{\"oauth2PermissionScopes\":[]}}";

    assertThat(world.patch(path, none).refusal())
        .isEqualTo("400 CannotDeleteOrUpdateEnabledEntitlement");
    assertThat(world.patch(path, scope.replace("true", "false")).status()).isEqualTo(204);
    assertThat(world.patch(path, none).status()).isEqualTo(204);
  }

  @Test
  void aSecretIsShownOnce() {
    JsonObject created = world.register("{\"displayName\":\"Rooms\"}");
    String path = "applications/" + GraphFixture.id(created);
    JsonObject secret =
        world
            .post(path + "/addPassword", "{\"passwordCredential\":{\"displayName\":\"ci\"}}")
            .ok(200);

    JsonObject listed =
        world.get(path).json().getAsJsonArray("passwordCredentials").get(0).getAsJsonObject();

    assertThat(secret.get("secretText").getAsString()).startsWith(secret.get("hint").getAsString());
    assertThat(listed.get("secretText").isJsonNull()).isTrue();
    assertThat(listed.get("keyId")).isEqualTo(secret.get("keyId"));
    String remove = "{\"keyId\":" + secret.get("keyId") + "}";
    assertThat(world.post(path + "/removePassword", remove).status()).isEqualTo(204);
    assertThat(world.post(path + "/removePassword", remove).refusal())
        .isEqualTo("400 Request_BadRequest");
  }

  @Test
  void aFederatedCredentialIsUniqueByNameAndByIssuerAndSubject() {
    JsonObject created = world.register("{\"displayName\":\"Rooms\"}");
    String path = "applications/" + GraphFixture.id(created) + "/federatedIdentityCredentials";
    String credential =
        "{\"name\":\"cluster\",\"issuer\":\"https://k8s.example\",\"subject\":\"s\","
            + "\"audiences\":[\"api://AzureADTokenExchange\"]}";
    assertThat(world.post(path, credential).status()).isEqualTo(201);

    assertThat(world.post(path, credential).refusal())
        .isEqualTo("409 Request_MultipleObjectsWithSameKeyValue");
    assertThat(world.post(path, credential.replace("cluster", "other")).refusal())
        .isEqualTo("400 InvalidFederatedIdentityCredentialValue");
    assertThat(world.patch(path + "/cluster", "{\"subject\":\"t\"}").status()).isEqualTo(204);
    assertThat(world.get(path).first().get("subject").getAsString()).isEqualTo("t");
    assertThat(world.delete(path + "/cluster").status()).isEqualTo(204);
    assertThat(world.get(path).items()).isZero();
  }
}
