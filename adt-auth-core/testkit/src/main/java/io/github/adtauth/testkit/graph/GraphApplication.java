package io.github.adtauth.testkit.graph;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.DirectoryAccess;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.RequestBodies;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/**
 * An application as tests read and change it, without the validation and rights of Graph. Changes
 * take effect at Entra ID immediately. Thread-safe.
 */
public final class GraphApplication {
  private final FakeGraph graph;
  private final String id;

  GraphApplication(FakeGraph graph, String id) {
    this.graph = graph;
    this.id = id;
  }

  /** Returns the object ID. */
  public String id() {
    return id;
  }

  /** Returns the application (client) ID. */
  public String appId() {
    return Json.text(json(), "appId");
  }

  /** Returns a copy of the application. */
  public JsonObject json() {
    return graph.withApplication(id, (store, application) -> application.deepCopy());
  }

  /** Returns the registration of the application at Entra ID. */
  public Registration registration() {
    String appId = appId();
    return graph.withApplication(
        id,
        (store, application) ->
            store.directory.registrations().stream()
                .filter(item -> item.clientId().equals(appId))
                .findFirst()
                .orElseThrow());
  }

  /** Changes properties as a PATCH request does. Lists are replaced. */
  public GraphApplication patch(String json) {
    JsonObject changes = RequestBodies.readObject(json);
    return change((store, application) -> Json.merge(application, changes));
  }

  /** Sets the expiry of all secrets and certificates. */
  public GraphApplication expireCredentials(Instant end) {
    return change(
        (store, application) -> {
          for (String member : List.of("passwordCredentials", "keyCredentials")) {
            Json.objects(application, member)
                .forEach(item -> item.addProperty("endDateTime", end.toString()));
          }
        });
  }

  /** Removes all secrets, certificates and federated credentials. */
  public GraphApplication removeCredentials() {
    return change(
        (store, application) -> {
          for (String member : List.of("passwordCredentials", "keyCredentials")) {
            application.add(member, Json.array(List.of()));
          }
          store.federatedCredentials(application).clear();
        });
  }

  /** Returns copies of the federated credentials. */
  public List<JsonObject> federatedCredentials() {
    return graph.withApplication(
        id,
        (store, application) ->
            store.federatedCredentials(application).stream().map(JsonObject::deepCopy).toList());
  }

  /** Changes the federated credential with this name. */
  public GraphApplication patchFederatedCredential(String name, String json) {
    JsonObject changes = RequestBodies.readObject(json);
    return change(
        (store, application) ->
            store.federatedCredentials(application).stream()
                .filter(item -> Json.text(item, "name").equals(name))
                .forEach(item -> Json.merge(item, changes)));
  }

  /** Sets the owners of the application, by object ID. */
  public GraphApplication owners(String... oids) {
    return change((store, application) -> store.owners.put(id, new HashSet<>(List.of(oids))));
  }

  /** Sets the owners of the service principal, by object ID. */
  public GraphApplication principalOwners(String... oids) {
    String principal = Store.principalId(appId());
    return change(
        (store, application) -> store.owners.put(principal, new HashSet<>(List.of(oids))));
  }

  /** Sets a secret of the service principal. */
  public GraphApplication principalSecret(String displayName) {
    return change(
        (store, application) -> {
          JsonArray secrets = new JsonArray();
          secrets.add(
              Credentials.password(
                  UUID.randomUUID().toString(), displayName, store.clock.instant()));
          store.principalSecrets.put(Json.text(application, "appId"), secrets);
        });
  }

  /**
   * Sets reply URLs of the service principal, in addition to the redirect URIs of the application.
   */
  public GraphApplication principalReplyUrls(String... uris) {
    return change(
        (store, application) ->
            store.replyUrls.put(Json.text(application, "appId"), List.of(uris)));
  }

  /** Revokes all consents to the application's permissions. */
  public GraphApplication revokeConsent() {
    String appId = appId();
    return change(
        (store, application) ->
            store.directory.grants().stream()
                .filter(grant -> grant.clientId().equals(appId))
                .forEach(
                    grant ->
                        store.directory.replaceGrant(
                            new DirectoryAccess.Grant(
                                appId, grant.resourceAppId(), grant.userId(), List.of()))));
  }

  /** Deletes the application. */
  public void delete() {
    graph.withApplication(
        id,
        (store, application) -> {
          graph.remove(application);
          return id;
        });
  }

  private GraphApplication change(Change change) {
    return graph.withApplication(
        id,
        (store, application) -> {
          change.apply(store, application);
          graph.pushChange(application);
          return this;
        });
  }

  private interface Change {
    void apply(Store store, JsonObject application);
  }
}
