package io.github.adtauth.live;

import io.github.adtauth.live.CheckRunner.Check;
import io.github.adtauth.twins.NotFoundException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Deletes what a run may have left, in reverse order of creation. What a check has deleted already
 * counts as clean; one deletion that fails does not keep the others from running.
 */
final class CleanUp {
  private static final Duration TIME = Duration.ofMinutes(1);

  private final String run;
  private final Deque<Step> steps = new ArrayDeque<>();

  private record Step(String what, Check deletion) {}

  CleanUp(String run) {
    this.run = run;
  }

  /** Returns the part of all names that belongs to this run. */
  String run() {
    return run;
  }

  /** Registers a deletion, before the creation: a call that failed may have had its effect. */
  void add(String what, Check deletion) {
    steps.push(new Step(what, deletion));
  }

  void run(CheckRunner runner) {
    runner.limit(TIME);
    runner.check("clean-up", this::deleteAll);
  }

  private void deleteAll() throws InterruptedException {
    List<String> left = new ArrayList<>();
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        step.deletion().run();
      } catch (NotFoundException e) {
        // a check deleted it, or it was never created
      } catch (Exception e) {
        left.add(step.what() + " (" + e.getMessage() + ")");
      }
    }
    if (!left.isEmpty()) {
      throw new IllegalStateException("Delete by hand: " + String.join("; ", left));
    }
  }
}
