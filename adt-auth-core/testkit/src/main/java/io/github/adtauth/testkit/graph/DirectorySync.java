package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.internal.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Synchronizes the applications of Graph with the registrations of Entra ID. */
final class DirectorySync {
  private final Store store;
  private final RegistrationMapper mapper;
  private final RegistrationImporter importer;
  private final Map<String, Registration> synced = new HashMap<>();
  private final Set<String> writtenByGraph = new HashSet<>();

  DirectorySync(Store store) {
    this.store = store;
    this.mapper = new RegistrationMapper(store, new ScopeCatalog(store));
    this.importer = new RegistrationImporter(store);
  }

  /** Imports registrations that were added to or changed at Entra ID. */
  void pull() {
    for (Registration registration : store.directory.registrations()) {
      String appId = registration.clientId();
      if (!registration.equals(synced.get(appId))) {
        importer.importRegistration(registration);
        synced.put(appId, registration);
        writtenByGraph.remove(appId);
      }
    }
  }

  /** Updates the registration of a changed application, and those that may refer to its scopes. */
  void push(JsonObject application) {
    writtenByGraph.add(Json.text(application, "appId"));
    for (JsonObject item : store.applications.values()) {
      String appId = Json.text(item, "appId");
      if (writtenByGraph.contains(appId)) {
        Registration updated = mapper.toRegistration(item, synced.get(appId));
        if (!updated.equals(synced.put(appId, updated))) {
          store.directory.put(updated);
        }
      }
    }
  }

  void remove(JsonObject application) {
    String appId = Json.text(application, "appId");
    store.applications.remove(Store.id(application));
    store.federatedCredentials.remove(Store.id(application));
    store.owners.remove(Store.id(application));
    synced.remove(appId);
    writtenByGraph.remove(appId);
    store.directory.remove(appId);
  }
}
