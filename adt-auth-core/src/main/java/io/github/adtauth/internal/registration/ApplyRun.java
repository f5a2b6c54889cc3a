package io.github.adtauth.internal.registration;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.registration.AppSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan, one change after the other. Not thread-safe; used for one run.
 *
 * <p><b>Replicas.</b> Microsoft Graph reads from replicas that lag behind writes. After each
 * change, the affected part is read until three reads in a row are equal and show the change. A
 * read that lacks an observed fact is discarded (see {@link ObservedFacts}). Before a list is
 * replaced, its object is also read until three reads are equal. Otherwise the write would remove
 * an entry that another client has just added.
 *
 * <p><b>Errors.</b> After a transient error (see {@link TransientErrors}) the run pauses and plans
 * again, for at most three minutes in a row.
 */
public final class ApplyRun {
  private static final int EQUAL_READS = 3;
  private static final int MAX_STEPS = 100;
  private static final Duration BETWEEN_READS = Duration.ofMillis(250);
  private static final Duration BETWEEN_READS_BEFORE_A_WRITE = Duration.ofSeconds(1);

  private final DirectoryReader directory;
  private final Timing timing;
  private final Consumer<String> progress;
  private final ApplyResult result = new ApplyResult();
  private final Set<String> facts;
  private final Set<StatePart> settled = EnumSet.noneOf(StatePart.class);
  private final Set<String> leftToUser = new HashSet<>();
  private final boolean plannedAsNew;
  private AppSpec spec;
  private DirectoryState state;

  public ApplyRun(DirectoryReader directory, Plan plan, Timing timing, Consumer<String> progress) {
    this.directory = directory;
    this.timing = timing;
    this.progress = progress;
    this.spec = plan.target();
    this.state = plan.state();
    this.facts = ObservedFacts.requiredBy(plan.state());
    this.plannedAsNew = plan.isNew();
    if (plan.createsCertificate()) {
      result.requireCreatedCertificate();
    }
  }

  /** Makes the missing changes and returns the result. */
  public ApplyResult run() {
    readAll();
    DirectoryWait wait = newWait();
    for (int steps = 0; steps < MAX_STEPS; ) {
      Plan plan = plan(state);
      requireNoBlockers(plan);
      PlannedChange change = next(plan);
      if (change == null) {
        return finish();
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
        if (!TransientErrors.isTransient(e, result.hasWritten()) || !wait.pause(e.reason())) {
          throw e;
        }
        settled.clear();
        readAll();
      }
      // A secret is the last change. If a further read failed, it would be lost.
      if (result.secret() != null) {
        return finish();
      }
    }
    throw notSettling();
  }

  private void run(PlannedChange change) {
    int stepsBefore = result.manualSteps().size();
    change.run(result);
    if (result.manualSteps().size() > stepsBefore) {
      leftToUser.add(change.description());
      return;
    }
    result.recordWrite();
    if (result.secret() != null) {
      return;
    }
    String replaced = result.replacedKey();
    if (replaced != null) {
      facts.removeIf(fact -> ObservedFacts.isAbout(fact, replaced));
    }
    boolean isNew = spec.clientId().isEmpty() && result.clientId().isPresent();
    if (isNew) {
      String clientId = result.clientId().orElseThrow();
      spec =
          AppSpecAccess.identified(
              spec,
              clientId,
              result.isCreated() ? AppSpecAccess.Origin.CREATED : AppSpecAccess.Origin.NAME);
      facts.add(ObservedFacts.application(clientId));
    }
    settle(change.part(), BETWEEN_READS, change);
    if (isNew) {
      readAll(); // it may have existed before, with most of the other parts
    }
  }

  /** Names an application that was found by its name, so that a run cannot change to another. */
  private void identify() {
    if (spec.clientId().isEmpty() && state.application() != null) {
      spec = AppSpecAccess.identified(spec, state.clientId(), AppSpecAccess.Origin.NAME);
      facts.add(ObservedFacts.application(state.clientId()));
    }
  }

  /** Throws if an application that appeared after the plan may belong to another user. */
  private void requireNoBlockers(Plan plan) {
    if (plannedAsNew
        && AppSpecAccess.origin(spec) == AppSpecAccess.Origin.NAME
        && state.application() != null
        && !plan.blockers().isEmpty()) {
      throw new RegistrationException(
          ErrorDetails.of(
              "The plan was to create an application, but one has appeared since. Plan again. "
                  + plan.blockerMessage()));
    }
    plan.requireNoBlockers();
  }

  private @Nullable PlannedChange next(Plan plan) {
    for (PlannedChange change : plan.changes()) {
      if (!leftToUser.contains(change.description())) {
        return change;
      }
    }
    return null;
  }

  /** Returns whether a change replaces something that exists, or must not be made twice. */
  private boolean isBasedOnReads(PlannedChange change) {
    return change.isReplacement()
        || (change.part() == StatePart.APPLICATION && state.application() != null);
  }

  /** Suggests no access for an application that has a secret of unknown origin. */
  private ApplyResult finish() {
    if (!new AdoptionCheck(spec, state, timing.clock()).hasUnprovenSecret()) {
      new ManualSteps(directory.cloud(), spec, state).addTo(result);
    }
    return result;
  }

  /** Returns the state after the run. */
  public DirectoryState state() {
    return state;
  }

  private Plan plan(DirectoryState state) {
    return directory.plan(spec, state, timing.clock());
  }

  /** Reads the whole state until it shows every observed fact. */
  private void readAll() {
    DirectoryWait wait = newWait();
    DirectoryWait adoptionWait = new DirectoryWait(timing, progress, DirectoryWait.ADOPTION_LIMIT);
    DirectoryState read = directory.read(spec);
    while (true) {
      if (!ObservedFacts.of(spec, read).containsAll(facts)) {
        pause(wait);
      } else if (!directory.mayBeOutdated(spec, read, timing.clock())
          || !adoptionWait.pause(DirectoryWait.ADOPTION_REASON)) {
        break;
      }
      read = directory.read(spec);
    }
    state = read;
    identify();
  }

  /**
   * Reads a part until three reads in a row are equal and show every observed fact.
   *
   * @param written the change that they have to show, or null
   */
  private void settle(StatePart part, Duration between, @Nullable PlannedChange written) {
    DirectoryWait wait = newWait();
    DirectoryWait adoptionWait = new DirectoryWait(timing, progress, DirectoryWait.ADOPTION_LIMIT);
    DirectoryState last = null;
    for (int equal = 0; equal < EQUAL_READS; ) {
      DirectoryState read = directory.reread(spec, state, part);
      if (!ObservedFacts.of(spec, read).containsAll(facts)
          || (written != null && lacks(read, written))) {
        equal = 0;
        last = null;
        pause(wait);
        continue;
      }
      if (directory.mayBeOutdated(spec, read, timing.clock())
          && adoptionWait.pause(DirectoryWait.ADOPTION_REASON)) {
        equal = 0;
        last = null;
        continue;
      }
      equal = read.equals(last) ? equal + 1 : 1;
      last = read;
      if (equal < EQUAL_READS && !wait.pause(between)) {
        throw notSettling();
      }
    }
    if (last != null) {
      state = last;
    }
    facts.addAll(ObservedFacts.of(spec, state));
    settled.add(part);
  }

  private boolean lacks(DirectoryState read, PlannedChange written) {
    return plan(read).changes().stream().anyMatch(written::hasSameEffectAs);
  }

  private void pause(DirectoryWait wait) {
    if (!wait.pause("it does not yet show earlier changes.")) {
      throw notSettling();
    }
  }

  private DirectoryWait newWait() {
    return new DirectoryWait(timing, progress);
  }

  private static UnavailableException notSettling() {
    return new UnavailableException(
        ErrorDetails.of(
            "The directory does not show earlier changes, or another client keeps changing the"
                + " registration. Run it again."));
  }
}
