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
 *       Whatever else gives access to the latter becomes a note.
 *   <li>An application that was found by its name is changed only if nobody else controls it; see
 *       {@link OutsideAccess}. It has no owner but the signed-in identity. It may have no owner at
 *       all, because the directory does not make administrators and most applications owners of
 *       what they create, but not while it is so new that a replica may not show its owner yet.
 * </ul>
 */
record AdoptionCheck(AppSpec spec, DirectoryState found, Clock clock) {
  private static final int MAX_LINES = 10;

  /** Returns what forbids to change the application. */
  List<String> obstacles(boolean changes) {
    if (!isFoundByName()) {
      return List.of();
    }
    List<String> reasons = new ArrayList<>();
    if (found.unknown().contains(Part.OWNERS)) {
      reasons.add("Its owners cannot be read: that requires Application.Read.All.");
    } else if (lacksOwner()) {
      reasons.add(
          "It is new, and the directory does not show an owner yet. If you have just created it,"
              + " plan again in three minutes.");
    }
    if (found.unknown().contains(Part.FEDERATED)) {
      reasons.add("Its federated credentials cannot be read.");
    }
    new OutsideAccess(spec, found, clock)
        .lines().stream()
            .limit(MAX_LINES)
            .forEach(line -> reasons.add("It is also accessible by: " + line + "."));
    if (changes && hasUnprovenSecret()) {
      reasons.add("It has a secret '" + Certificates.NAME + "', which may be somebody else's.");
    }
    if (!reasons.isEmpty()) {
      reasons.add(
          0,
          "An application named '"
              + spec.displayName()
              + "' exists, Client ID "
              + found.clientId()
              + ", and it may belong to somebody else. Choose another name, or name it by its"
              + " Client ID, with clientId(…), if you trust all of the following.");
    }
    return reasons;
  }

  /** Returns what else gives access to an application that the spec names by its Client ID. */
  List<String> notes() {
    if (found.application() == null || spec.origin() != AppSpec.Origin.CLIENT_ID) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    if (found.unknown().contains(Part.OWNERS)) {
      notes.add(
          "The owners of the application cannot be read: that requires Application.Read.All.");
    }
    new OutsideAccess(spec, found, clock)
        .lines().stream()
            .limit(MAX_LINES)
            .forEach(line -> notes.add("The application is also accessible by: " + line + "."));
    return notes;
  }

  /**
   * Returns whether an application that was found by its name has no owner and is so new that the
   * owner may be missing from the replica only.
   */
  boolean lacksOwner() {
    JsonObject application = found.application();
    return application != null
        && isFoundByName()
        && !found.unknown().contains(Part.OWNERS)
        && found.owners().ofApplication().isEmpty()
        && isNew(application);
  }

  /** Returns whether the application has a secret that may or may not come from an earlier run. */
  boolean hasUnprovenSecret() {
    return isFoundByName() && new OutsideAccess(spec, found, clock).hasUnprovenSecret();
  }

  private boolean isFoundByName() {
    return found.application() != null && spec.origin() == AppSpec.Origin.NAME;
  }

  private boolean isNew(JsonObject application) {
    try {
      Instant created = Instant.parse(GraphJson.string(application, "createdDateTime"));
      return clock.instant().isBefore(created.plus(Wait.LIMIT));
    } catch (DateTimeException e) {
      return true;
    }
  }
}
