package io.github.adtauth.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DeleteJob;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.DigitalTwinsException;
import io.github.adtauth.twins.Jobs;
import java.time.Duration;

/**
 * Each operation on jobs once. An import needs blobs; a deletion deletes everything on the instance
 * and runs only if the environment names the instance for that.
 */
final class JobChecks {
  private static final Duration JOB_TIME = Duration.ofMinutes(3);
  private static final Duration CLEAN_UP_TIME = Duration.ofSeconds(30);

  private final DigitalTwinsClient twins;
  private final CheckRunner runner;
  private final CleanUp cleanUp;
  private final LiveTarget target;

  JobChecks(DigitalTwinsClient twins, CheckRunner runner, CleanUp cleanUp, LiveTarget target) {
    this.twins = twins;
    this.runner = runner;
    this.cleanUp = cleanUp;
    this.target = target;
  }

  void run() {
    imports();
    deletions();
  }

  private void imports() {
    Jobs.Imports imports = twins.jobs().imports();
    runner.check("import jobs: list", () -> imports.list().forEach(job -> {}));
    String input = target.variable(LiveTarget.INPUT_BLOB).orElse("");
    String output = target.variable(LiveTarget.OUTPUT_BLOB).orElse("");
    if (input.isEmpty() || output.isEmpty()) {
      for (String operation : new String[] {"start", "get", "cancel", "delete"}) {
        runner.skip(
            "import jobs: " + operation,
            "Set " + LiveTarget.INPUT_BLOB + " and " + LiveTarget.OUTPUT_BLOB + ".");
      }
      return;
    }
    String id = "adt-auth-live-" + cleanUp.run();
    cleanUp.add(
        "import job " + id,
        () -> {
          if (!imports.get(id).isFinished()) {
            cancel(imports, id);
            imports.waitFor(id, CLEAN_UP_TIME, job -> {});
          }
          imports.delete(id);
        });
    runner.check("import jobs: start", () -> imports.start(id, input, output));
    runner.check("import jobs: get", () -> assertThat(imports.get(id).id()).isEqualTo(id));
    runner.check("import jobs: cancel", () -> cancel(imports, id));
    runner.check(
        "import jobs: delete",
        JOB_TIME,
        () -> {
          imports.waitFor(id, JOB_TIME, job -> {}); // only a finished job can be deleted
          imports.delete(id);
        });
  }

  /** A job that has finished meanwhile is not canceled; the operation was called all the same. */
  private static void cancel(Jobs.Imports imports, String id) {
    try {
      imports.cancel(id);
    } catch (DigitalTwinsException e) {
      if (!imports.get(id).isFinished()) {
        throw e;
      }
    }
  }

  private void deletions() {
    Jobs.Deletions deletions = twins.jobs().deletions();
    runner.check("delete jobs: list", () -> deletions.list().forEach(job -> {}));
    String host = String.valueOf(target.config().endpoint().getHost());
    if (!target.variable(LiveTarget.DELETE_EVERYTHING).filter(host::equals).isPresent()) {
      String hint =
          "It would delete everything on the instance. If it may: set "
              + LiveTarget.DELETE_EVERYTHING
              + " to "
              + host
              + ".";
      runner.skip("delete jobs: start", hint);
      runner.skip("delete jobs: get", hint);
      return;
    }
    String id = "adt-auth-live-" + cleanUp.run();
    runner.check(
        "delete jobs: start", () -> deletions.startDeletingEverything(CallOption.operationId(id)));
    runner.check(
        "delete jobs: get",
        JOB_TIME,
        () -> {
          DeleteJob started = deletions.get(id);
          assertThat(deletions.waitFor(started, JOB_TIME, job -> {}).isSucceeded()).isTrue();
        });
  }
}
