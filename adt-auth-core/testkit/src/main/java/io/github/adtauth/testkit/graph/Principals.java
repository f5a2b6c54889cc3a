package io.github.adtauth.testkit.graph;

import io.github.adtauth.testkit.entra.DirectoryAccess;
import io.github.adtauth.testkit.entra.FakeUser;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The users, groups and service principals of {@link FakeGraph}. Thread-safe. */
public final class Principals {
  private final Object lock;
  private final Store store;
  private final DirectorySync sync;
  private final ServicePrincipals servicePrincipals;

  Principals(Object lock, Store store, DirectorySync sync, ServicePrincipals servicePrincipals) {
    this.lock = lock;
    this.store = store;
    this.sync = sync;
    this.servicePrincipals = servicePrincipals;
  }

  /** Returns the type of a principal, as role assignments name it, or null. */
  public @Nullable String type(String objectId) {
    synchronized (lock) {
      sync.pull();
      if (store.directory.users().stream().anyMatch(user -> user.oid().equals(objectId))) {
        return "User";
      } else if (store.groups.containsKey(objectId)) {
        return "Group";
      }
      return servicePrincipals.find(objectId) == null ? null : "ServicePrincipal";
    }
  }

  /**
   * Returns whether replication of a new principal is complete. Each call counts as a request for
   * it.
   */
  public boolean isVisible(String objectId) {
    synchronized (lock) {
      return store.delays.isVisible(objectId);
    }
  }

  /** Returns the object IDs of the groups that a principal is a member of. */
  public Set<String> groupsOf(String objectId) {
    synchronized (lock) {
      return store.groups.values().stream()
          .filter(group -> group.members().contains(objectId))
          .map(Store.Group::id)
          .collect(Collectors.toSet());
    }
  }

  /** Returns the user principal name of a user, or the object ID of another principal. */
  public String displayName(String objectId) {
    DirectoryAccess directory = store.directory;
    return directory.users().stream()
        .filter(user -> user.oid().equals(objectId))
        .map(FakeUser::upn)
        .findFirst()
        .orElse(objectId);
  }
}
