package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.registration.AppSpec;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether a plan may change an existing application. Any user may register an application
 * with any name, so a name proves nothing:
 *
 * <ul>
 *   <li>An application that this run created, or that the spec names by its Client ID, is changed.
 *       Other access to the latter, and API permissions that the spec does not need, become notes.
 *   <li>An application that was found by its name is changed only if nobody else controls it; see
 *       {@link ThirdPartyAccess}. Each API permission that it requests must be one that the spec
 *       needs, or {@link ApiPermission#USER_READ}. The signed-in identity must be its only owner.
 *       It may also have no owner, because the directory does not make administrators and most
 *       applications owners of the applications they create. While it is new, a missing owner
 *       blocks the change, because a replica may not show the owner yet.
 * </ul>
 *
 * <p><b>Secrets.</b> A run cannot prove that it created an existing secret, because Graph returns
 * the value only once and any owner can give a secret the planned name. An application that was
 * found by its name and has such a secret is accepted only if it needs nothing more: no change is
 * missing, all parts could be read, and it has already received its access from somebody with the
 * right to give it.
 */
record AdoptionCheck(AppSpec spec, DirectoryState state, Clock clock) {
  private static final int MAX_LINES = 10;

  /** Returns the reasons not to change the application; empty if it may be changed. */
  List<Statement> blockers(boolean hasChanges) {
    if (!isFoundByName()) {
      return List.of();
    }
    List<Statement> reasons = new ArrayList<>();
    if (state.unknown().contains(StatePart.OWNERS)) {
      reasons.add(Statement.of("Its owners cannot be read: that requires Application.Read.All."));
    } else if (lacksOwner()) {
      reasons.add(
          Statement.of(
              "It is new, and the directory does not show an owner yet. If you have just created"
                  + " it, plan again in three minutes."));
    }
    if (state.unknown().contains(StatePart.FEDERATED)) {
      reasons.add(Statement.of("Its federated credentials cannot be read."));
    }
    new ThirdPartyAccess(spec, state, clock)
        .lines().stream()
            .limit(MAX_LINES)
            .forEach(line -> reasons.add(line.within("It is also accessible by: ", ".")));
    permissions(false)
        .forEach(permission -> reasons.add(Statement.of("It also requests: " + permission + ".")));
    if (hasChanges || !isComplete()) {
      unprovenSecrets().stream()
          .limit(MAX_LINES)
          .forEach(
              secret ->
                  reasons.add(
                      Statement.of(
                          "It has a secret "
                              + secret
                              + ", which somebody else may have created. Check its origin. If it is"
                              + " yours, use clientId(…). Otherwise delete it under Certificates &"
                              + " secrets.")));
    }
    if (!reasons.isEmpty()) {
      reasons.add(
          0,
          Statement.of(
              "An application named '"
                  + spec.displayName()
                  + "' exists, Client ID "
                  + state.clientId()
                  + ", and it may belong to somebody else. Choose another name, or name it by its"
                  + " Client ID, with clientId(…), if you trust all of the following."));
    }
    return reasons;
  }

  /**
   * Returns notes about other access to an application that the spec names by its Client ID, and
   * about permissions that do not prevent a change.
   */
  List<String> notes() {
    if (state.application() == null || AppSpecAccess.origin(spec) == AppSpecAccess.Origin.CREATED) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    permissions(true)
        .forEach(permission -> notes.add("The application also requests: " + permission + "."));
    if (isFoundByName()) {
      return notes;
    }
    permissions(false)
        .forEach(permission -> notes.add("The application also requests: " + permission + "."));
    if (state.unknown().contains(StatePart.OWNERS)) {
      notes.add(
          "The owners of the application cannot be read: that requires Application.Read.All.");
    }
    new ThirdPartyAccess(spec, state, clock)
        .lines().stream()
            .limit(MAX_LINES)
            .forEach(
                line ->
                    notes.add("The application is also accessible by: " + line.displayed() + "."));
    return notes;
  }

  /**
   * Returns permissions that the spec does not need.
   *
   * @param fromEarlierSpec whether to return those that an earlier run may have requested, or
   *     others
   */
  private List<ApiPermission> permissions(boolean fromEarlierSpec) {
    return new ThirdPartyAccess(spec, state, clock)
        .unneededPermissions().stream()
            .filter(permission -> permission.isFromEarlierSpec(spec) == fromEarlierSpec)
            .limit(MAX_LINES)
            .toList();
  }

  /**
   * Returns whether an application that was found by its name is new and has no owner. A replica
   * may not show the owner yet.
   */
  boolean lacksOwner() {
    JsonObject application = state.application();
    return application != null
        && isFoundByName()
        && !state.unknown().contains(StatePart.OWNERS)
        && state.owners().ofApplication().isEmpty()
        && isNew(application);
  }

  /**
   * Returns whether an application that was found by its name has an entry with the thumbprint of
   * the spec's certificate, but without its key. A replica may not show the key yet.
   */
  boolean lacksKey() {
    return isFoundByName() && new ThirdPartyAccess(spec, state, clock).lacksKey();
  }

  /** Returns whether the application has a secret that may or may not come from an earlier run. */
  boolean hasUnprovenSecret() {
    return !unprovenSecrets().isEmpty();
  }

  private List<String> unprovenSecrets() {
    return isFoundByName() ? new ThirdPartyAccess(spec, state, clock).unprovenSecrets() : List.of();
  }

  /**
   * Returns whether an application without missing changes has received its access: a service its
   * role, any other application the consent of the tenant. Users without further rights cannot give
   * either.
   */
  private boolean isComplete() {
    boolean hasAccess =
        spec.purpose() != AppSpec.Purpose.SERVICE
            || spec.roleAssignments().stream()
                .anyMatch(assignment -> assignment.principalId() == null);
    return hasAccess && state.unknown().isEmpty();
  }

  private boolean isFoundByName() {
    return state.application() != null && AppSpecAccess.origin(spec) == AppSpecAccess.Origin.NAME;
  }

  private boolean isNew(JsonObject application) {
    try {
      Instant created = Instant.parse(GraphJson.string(application, "createdDateTime"));
      return clock.instant().isBefore(created.plus(DirectoryWait.LIMIT));
    } catch (DateTimeException e) {
      return true;
    }
  }
}
