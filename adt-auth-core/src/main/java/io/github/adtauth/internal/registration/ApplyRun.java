package io.github.adtauth.internal.registration;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.registration.Change;
import io.github.adtauth.registration.RegisteredApp;
import io.github.adtauth.registration.RegistrationPlan;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan, one change after the other. Not thread-safe; used for one run.
 *
 * <p><b>Replicas.</b> Microsoft Graph reads from replicas that lag behind writes. After each change
 * its part is read until three reads in a row are equal and show the change. A read that lacks
 * something this run has seen is not used. Before a list is replaced, its object is also read until
 * three reads are equal. Otherwise an entry that somebody else has just added would be removed.
 *
 * <p><b>Errors.</b> After a transient error (see {@link TransientErrors}) the run pauses and plans
 * again, for at most three minutes in a row.
 */
public final class ApplyRun {
  private static final int EQUAL_READS = 3;
  private static final int MAX_STEPS = 100;
  private static final Duration BETWEEN_READS = Duration.ofMillis(250);
  private static final Duration BETWEEN_READS_BEFORE_A_WRITE = Duration.ofSeconds(1);

  private final Directory directory;
  private final Timing timing;
  private final Consumer<String> progress;
  private final ApplyResult outcome = new ApplyResult();
  private final Set<String> known;
  private final Set<Part> settled = EnumSet.noneOf(Part.class);
  private final Set<String> left = new HashSet<>();
  private final boolean plannedAsNew;
  private AppSpec spec;
  private DirectoryState found;

  public ApplyRun(
      Directory directory, RegistrationPlan plan, Timing timing, Consumer<String> progress) {
    this.directory = directory;
    this.timing = timing;
    this.progress = progress;
    this.spec = plan.spec();
    this.found = plan.found();
    this.known = Facts.promisedBy(plan.found());
    this.plannedAsNew = plan.found().application() == null;
  }

  public RegisteredApp run() {
    readAll();
    Wait wait = newWait();
    for (int steps = 0; steps < MAX_STEPS; ) {
      RegistrationPlan plan = plan(found);
      requireNoObstacles(plan);
      Change change = next(plan);
      if (change == null) {
        return finished();
      }
      if (isBasedOnReads(change) && !settled.contains(change.part())) {
        settle(change.part(), BETWEEN_READS_BEFORE_A_WRITE, null);
        continue; // and plan again, based on the latest read
      }
      try {
        run(change);
        wait = newWait();
        steps++;
      } catch (AdtException e) {
        if (!TransientErrors.isPassing(e, outcome.hasWritten()) || !wait.pause(e.reason())) {
          throw e;
        }
        settled.clear();
        readAll();
      }
      // A secret is the last step: an error of another read would only lose it.
      if (outcome.secret() != null) {
        return finished();
      }
    }
    throw notSettling();
  }

  private void run(Change change) {
    int before = outcome.leftToDo().size();
    change.run(outcome);
    if (outcome.leftToDo().size() > before) {
      left.add(change.description());
      return;
    }
    outcome.wrote();
    if (outcome.secret() != null) {
      return;
    }
    String replaced = outcome.replacedKey();
    if (replaced != null) {
      known.removeIf(fact -> Facts.isAbout(fact, replaced));
    }
    boolean isNew = spec.clientId().isEmpty() && outcome.clientId().isPresent();
    if (isNew) {
      String clientId = outcome.clientId().orElseThrow();
      spec =
          spec.identified(
              clientId, outcome.isCreated() ? AppSpec.Origin.CREATED : AppSpec.Origin.NAME);
      known.add(Facts.application(clientId));
    }
    settle(change.part(), BETWEEN_READS, change.description());
    if (isNew) {
      readAll(); // it may have existed before, with most of the other parts
    }
  }

  /** Names an application that was found by its name, so that a run cannot change to another. */
  private void identify() {
    if (spec.clientId().isEmpty() && found.application() != null) {
      spec = spec.identified(found.clientId(), AppSpec.Origin.NAME);
      known.add(Facts.application(found.clientId()));
    }
  }

  /** Stops before an application that appeared since the plan and may be somebody else's. */
  private void requireNoObstacles(RegistrationPlan plan) {
    if (plannedAsNew
        && spec.origin() == AppSpec.Origin.NAME
        && found.application() != null
        && !plan.blockers().isEmpty()) {
      throw new RegistrationException(
          ErrorDetails.of(
              "The plan was to create an application, but one has appeared since. Plan again. "
                  + String.join(" ", plan.blockers())));
    }
    plan.requireNoObstacles();
  }

  private @Nullable Change next(RegistrationPlan plan) {
    for (Change change : plan.changes()) {
      if (!left.contains(change.description())) {
        return change;
      }
    }
    return null;
  }

  /** Returns whether a change replaces something that exists, or must not be made twice. */
  private boolean isBasedOnReads(Change change) {
    return change.isReplacing()
        || (change.part() == Part.APPLICATION && found.application() != null);
  }

  private RegisteredApp finished() {
    new ManualSteps(directory.cloud(), spec, found).addTo(outcome);
    return new RegisteredApp(found, outcome);
  }

  private RegistrationPlan plan(DirectoryState state) {
    return directory.plan(spec, state, timing.clock());
  }

  /** Reads everything until it shows what this run has seen. */
  private void readAll() {
    Wait wait = newWait();
    Wait doubt = new Wait(timing, progress, Wait.DOUBT);
    DirectoryState now = directory.read(spec);
    while (true) {
      if (!Facts.of(spec, now).containsAll(known)) {
        pause(wait);
      } else if (!directory.isInDoubt(spec, now, timing.clock()) || !doubt.pause(Wait.IN_DOUBT)) {
        break;
      }
      now = directory.read(spec);
    }
    found = now;
    identify();
  }

  /**
   * Reads a part until three reads in a row are equal and show what this run has seen.
   *
   * @param written description of the change that they have to show as made, or null
   */
  private void settle(Part part, Duration between, @Nullable String written) {
    Wait wait = newWait();
    DirectoryState last = null;
    for (int equal = 0; equal < EQUAL_READS; ) {
      DirectoryState now = directory.reread(spec, found, part);
      if (!Facts.of(spec, now).containsAll(known) || (written != null && lacks(now, written))) {
        equal = 0;
        last = null;
        pause(wait);
        continue;
      }
      equal = now.equals(last) ? equal + 1 : 1;
      last = now;
      if (equal < EQUAL_READS && !wait.pause(between)) {
        throw notSettling();
      }
    }
    if (last != null) {
      found = last;
    }
    known.addAll(Facts.of(spec, found));
    settled.add(part);
  }

  private boolean lacks(DirectoryState now, String written) {
    return plan(now).changes().stream().anyMatch(each -> each.description().equals(written));
  }

  private void pause(Wait wait) {
    if (!wait.pause("it does not yet show what was written or read before.")) {
      throw notSettling();
    }
  }

  private Wait newWait() {
    return new Wait(timing, progress);
  }

  private static UnavailableException notSettling() {
    return new UnavailableException(
        ErrorDetails.of(
            "The directory does not show what was written or read before, or something else"
                + " keeps changing the registration: run it again."));
  }
}
