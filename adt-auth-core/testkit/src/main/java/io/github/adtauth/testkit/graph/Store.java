package io.github.adtauth.testkit.graph;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.DirectoryAccess;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.PropagationDelays;
import io.github.adtauth.testkit.internal.Replicas;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of Microsoft Graph in addition to the directory that it shares with Entra ID. */
final class Store {
  final DirectoryAccess directory;
  final Clock clock;
  final PropagationDelays delays = new PropagationDelays();
  final Replicas replicas = new Replicas();
  final CredentialPolicy policy = new CredentialPolicy();

  /** Tags of service principals by application ID. */
  final Map<String, JsonArray> tags = new HashMap<>();

  /** Applications by object ID. */
  final Map<String, JsonObject> applications = new LinkedHashMap<>();

  /** Federated credentials by the application's object ID. */
  final Map<String, List<JsonObject>> federatedCredentials = new HashMap<>();

  /** Values of secrets by key ID. Responses contain them only once. */
  final Map<String, String> secrets = new HashMap<>();

  /** Public keys of certificates by key ID. */
  final Map<String, PublicKey> keys = new HashMap<>();

  /** Secrets of service principals by application ID. */
  final Map<String, JsonArray> principalSecrets = new HashMap<>();

  /** Additional reply URLs of service principals by application ID. */
  final Map<String, List<String>> replyUrls = new HashMap<>();

  /** Owners of applications and service principals by object ID. */
  final Map<String, Set<String>> owners = new HashMap<>();

  final Map<String, Group> groups = new LinkedHashMap<>();
  int pageSize = 100;

  Store(DirectoryAccess directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Returns the application with an object ID, {@code appId=…} or {@code uniqueName=…}, or throws
   * if it is not visible.
   */
  JsonObject application(String name) {
    JsonObject application =
        name.startsWith("appId=")
            ? findByAppId(name.substring("appId=".length()))
            : name.startsWith("uniqueName=")
                ? findByUniqueName(name.substring("uniqueName=".length()))
                : applications.get(name);
    if (application == null || !delays.isVisible(id(application))) {
      throw ErrorResponseException.notFound(name.replaceFirst("^(appId|uniqueName)=", ""));
    }
    return application;
  }

  /** Returns an application as a possibly lagging replica returns it. */
  JsonObject readApplication(String name) {
    JsonObject application = application(name);
    if (!(replicas.read(id(application), application, false) instanceof JsonObject visible)) {
      throw ErrorResponseException.notFound(name.replaceFirst("^(appId|uniqueName)=", ""));
    }
    return visible;
  }

  /** Returns the application with a unique name, or null. */
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

  /** A group and the object IDs of its members. */
  record Group(String id, String name, Set<String> members) {}
}
