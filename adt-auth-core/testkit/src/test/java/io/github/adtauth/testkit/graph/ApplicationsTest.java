package io.github.adtauth.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the operations on applications. */
final class ApplicationsTest {
  private final GraphFixture fixture = new GraphFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void application_isCreatedReadUpdatedAndDeleted() {
    JsonObject created = fixture.register("{\"displayName\":\"Rooms\"}");
    assertThat(created.get("signInAudience").getAsString()).isEqualTo("AzureADMyOrg");
    String byId = "applications/" + GraphFixture.id(created);
    String byAppId = "applications(appId='" + GraphFixture.appId(created) + "')";

    assertThat(
            fixture
                .patch(byAppId, "{\"publicClient\":{\"redirectUris\":[\"http://localhost\"]}}")
                .status())
        .isEqualTo(204);

    JsonObject changed = fixture.get(byId).ok(200);
    assertThat(changed.getAsJsonObject("publicClient").getAsJsonArray("redirectUris"))
        .hasToString("[\"http://localhost\"]");
    assertThat(changed.get("displayName").getAsString()).isEqualTo("Rooms");
    assertThat(fixture.delete(byId).status()).isEqualTo(204);
    assertThat(fixture.get(byId).error()).isEqualTo("404 Request_ResourceNotFound");
  }

  @Test
  void list_isFilteredSelectedAndPaged() {
    for (String name : new String[] {"Room 1", "Room 2", "O''Hara", "Room 3"}) {
      fixture.register("{\"displayName\":\"" + name.replace("''", "'") + "\"}");
    }

    GraphFixture.Result named =
        fixture.get("applications?$filter=displayName eq 'O''Hara'&$select=displayName");
    assertThat(named.first()).hasToString("{\"displayName\":\"O'Hara\"}");

    GraphFixture.Result page =
        fixture.get("applications?$filter=startswith(displayName,'Room')&$top=2");
    assertThat(page.items()).isEqualTo(2);
    GraphFixture.Result last = fixture.get(page.json().get("@odata.nextLink").getAsString());
    assertThat(last.items()).isEqualTo(1);
    assertThat(last.json().has("@odata.nextLink")).isFalse();
    assertThat(fixture.get("applications?$filter=notes eq 'x'").error())
        .isEqualTo("400 Request_UnsupportedQuery");
  }

  @Test
  void registrationOfTest_isListed() {
    GraphFixture.Result found =
        fixture.get(
            "applications?$filter=identifierUris/any(x:x eq '"
                + fixture.entra.webApi().appIdUri()
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
  void invalidChange_isRejected_andChangesNothing(String change, String code) {
    JsonObject created = fixture.register("{\"displayName\":\"Rooms\"}");
    String path = "applications/" + GraphFixture.id(created);
    JsonObject before = fixture.get(path).json();

    assertThat(fixture.patch(path, change.replace('\'', '"')).error()).isEqualTo("400 " + code);

    assertThat(fixture.get(path).json()).isEqualTo(before);
  }

  @Test
  void identifierUri_isUniqueInTenant() {
    JsonObject first = fixture.register("{\"displayName\":\"A\"}");
    JsonObject second = fixture.register("{\"displayName\":\"B\"}");
    String uri = "{\"identifierUris\":[\"https://contoso.onmicrosoft.com/rooms\"]}";
    fixture.patch("applications/" + GraphFixture.id(first), uri);

    assertThat(fixture.patch("applications/" + GraphFixture.id(second), uri).body())
        .contains("Another object with the same value for property identifierUris already exists.");
  }

  @Test
  void enabledScope_mustBeDisabledBeforeRemoval() {
    String scope =
        "{\"api\":{\"oauth2PermissionScopes\":[{\"id\":\"11111111-2222-4333-8444-555555555555\","
            + "\"value\":\"access_as_user\",\"type\":\"User\",\"isEnabled\":true,"
            + "\"adminConsentDisplayName\":\"x\",\"adminConsentDescription\":\"x\"}]}}";
    JsonObject created = fixture.register("{\"displayName\":\"Rooms\"}");
    String path = "applications/" + GraphFixture.id(created);
    fixture.patch(path, scope);
    String none = "{\"api\":{\"oauth2PermissionScopes\":[]}}";

    assertThat(fixture.patch(path, none).error())
        .isEqualTo("400 CannotDeleteOrUpdateEnabledEntitlement");
    assertThat(fixture.patch(path, scope.replace("true", "false")).status()).isEqualTo(204);
    assertThat(fixture.patch(path, none).status()).isEqualTo(204);
  }

  @Test
  void secretValue_isReturnedOnce() {
    JsonObject created = fixture.register("{\"displayName\":\"Rooms\"}");
    String path = "applications/" + GraphFixture.id(created);
    JsonObject secret =
        fixture
            .post(path + "/addPassword", "{\"passwordCredential\":{\"displayName\":\"ci\"}}")
            .ok(200);

    JsonObject listed =
        fixture.get(path).json().getAsJsonArray("passwordCredentials").get(0).getAsJsonObject();

    assertThat(secret.get("secretText").getAsString()).startsWith(secret.get("hint").getAsString());
    assertThat(listed.get("secretText").isJsonNull()).isTrue();
    assertThat(listed.get("keyId")).isEqualTo(secret.get("keyId"));
    String remove = "{\"keyId\":" + secret.get("keyId") + "}";
    assertThat(fixture.post(path + "/removePassword", remove).status()).isEqualTo(204);
    assertThat(fixture.post(path + "/removePassword", remove).error())
        .isEqualTo("400 Request_BadRequest");
  }

  @Test
  void federatedCredential_isUniqueByNameAndSubject() {
    JsonObject created = fixture.register("{\"displayName\":\"Rooms\"}");
    String path = "applications/" + GraphFixture.id(created) + "/federatedIdentityCredentials";
    String credential =
        "{\"name\":\"cluster\",\"issuer\":\"https://k8s.example\",\"subject\":\"s\","
            + "\"audiences\":[\"api://AzureADTokenExchange\"]}";
    assertThat(fixture.post(path, credential).status()).isEqualTo(201);

    assertThat(fixture.post(path, credential).error())
        .isEqualTo("409 Request_MultipleObjectsWithSameKeyValue");
    assertThat(fixture.post(path, credential.replace("cluster", "other")).error())
        .isEqualTo("400 InvalidFederatedIdentityCredentialValue");
    assertThat(fixture.patch(path + "/cluster", "{\"subject\":\"t\"}").status()).isEqualTo(204);
    assertThat(fixture.get(path).first().get("subject").getAsString()).isEqualTo("t");
    assertThat(fixture.delete(path + "/cluster").status()).isEqualTo(204);
    assertThat(fixture.get(path).items()).isZero();
  }
}
