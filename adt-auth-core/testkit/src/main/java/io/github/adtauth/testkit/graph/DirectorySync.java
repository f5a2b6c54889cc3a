package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.Registration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Keeps the applications here and the registrations that Entra ID signs in from the same. */
final class DirectorySync {
  private final Store store;
  private final RegistrationMapper projection;
  private final RegistrationImporter adoption;
  private final Map<String, Registration> same = new HashMap<>();
  private final Set<String> written = new HashSet<>();

  DirectorySync(Store store) {
    this.store = store;
    this.projection = new RegistrationMapper(store, new ScopeCatalog(store));
    this.adoption = new RegistrationImporter(store);
  }

  /** Takes over what a test has registered at Entra ID since. */
  void pull() {
    for (Registration registration : store.directory.registrations()) {
      String appId = registration.clientId();
      if (!registration.equals(same.get(appId))) {
        adoption.adopt(registration);
        same.put(appId, registration);
        written.remove(appId);
      }
    }
  }

  /** Hands over an application that was written here, and those that its scopes may matter to. */
  void push(JsonObject application) {
    written.add(Json.text(application, "appId"));
    for (JsonObject one : store.applications.values()) {
      String appId = Json.text(one, "appId");
      if (written.contains(appId)) {
        Registration now = projection.of(one, same.get(appId));
        if (!now.equals(same.put(appId, now))) {
          store.directory.put(now);
        }
      }
    }
  }

  void remove(JsonObject application) {
    String appId = Json.text(application, "appId");
    store.applications.remove(Store.id(application));
    store.federated.remove(Store.id(application));
    store.owners.remove(Store.id(application));
    same.remove(appId);
    written.remove(appId);
    store.directory.remove(appId);
  }
}
