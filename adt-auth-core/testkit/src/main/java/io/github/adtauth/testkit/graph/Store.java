package io.github.adtauth.testkit.graph;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.DirectoryAccess;
import io.github.adtauth.testkit.Registration;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Microsoft Graph knows beyond the directory that it shares with Entra ID. */
final class Store {
  final DirectoryAccess directory;
  final Clock clock;
  final PropagationDelays delays = new PropagationDelays();
  final Replicas replicas = new Replicas();
  final CredentialPolicy policy = new CredentialPolicy();

  /** The tags of service principals, by application id. */
  final Map<String, JsonArray> tags = new HashMap<>();

  /** Applications by object id. */
  final Map<String, JsonObject> applications = new LinkedHashMap<>();

  /** Federated credentials by the application's object id. */
  final Map<String, List<JsonObject>> federatedCredentials = new HashMap<>();

  /** The values of secrets, which are shown once only, by key id. */
  final Map<String, String> secrets = new HashMap<>();

  /** Keys of certificates by key id. */
  final Map<String, PublicKey> keys = new HashMap<>();

  /** The secrets of service principals, by application id. */
  final Map<String, JsonArray> principalSecrets = new HashMap<>();

  /** Reply URLs of service principals beside the redirect URIs, by application id. */
  final Map<String, List<String>> replyUrls = new HashMap<>();

  /** The owners of applications and service principals, by object id. */
  final Map<String, Set<String>> owners = new HashMap<>();

  final Map<String, Group> groups = new LinkedHashMap<>();
  int pageSize = 100;

  Store(DirectoryAccess directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** The application of an object id, or of an {@code appId=…}, as far as it is seen. */
  JsonObject application(String name) {
    JsonObject found =
        name.startsWith("appId=")
            ? findByAppId(name.substring("appId=".length()))
            : name.startsWith("uniqueName=")
                ? findByUniqueName(name.substring("uniqueName=".length()))
                : applications.get(name);
    if (found == null || !delays.isVisible(id(found))) {
      throw ErrorResponseException.notFound(name.replaceFirst("^(appId|uniqueName)=", ""));
    }
    return found;
  }

  /** The application as a read by its id returns it, from whatever replica. */
  JsonObject readApplication(String name) {
    JsonObject found = application(name);
    if (!(replicas.read(id(found), found, false) instanceof JsonObject visible)) {
      throw ErrorResponseException.notFound(name.replaceFirst("^(appId|uniqueName)=", ""));
    }
    return visible;
  }

  /** The application of a unique name, which is given once. */
  @Nullable JsonObject findByUniqueName(String uniqueName) {
    return applications.values().stream()
        .filter(item -> Json.text(item, "uniqueName").equals(uniqueName))
        .findFirst()
        .orElse(null);
  }

  @Nullable JsonObject findByAppId(String appId) {
    return applications.values().stream()
        .filter(item -> Json.text(item, "appId").equalsIgnoreCase(appId))
        .findFirst()
        .orElse(null);
  }

  List<JsonObject> federatedCredentials(JsonObject application) {
    return federatedCredentials.computeIfAbsent(id(application), id -> new ArrayList<>());
  }

  void requireOwner(Caller caller, JsonObject application) {
    boolean owner = owners.getOrDefault(id(application), Set.of()).contains(caller.oid());
    if (!owner && !caller.managesApplications()) {
      throw ErrorResponseException.denied();
    }
  }

  static String id(JsonObject object) {
    return Json.text(object, "id");
  }

  static String principalId(String appId) {
    return Registration.builder(appId, appId).build().servicePrincipalId();
  }

  /** A group and the object ids of its members. */
  record Group(String id, String name, Set<String> members) {}
}
