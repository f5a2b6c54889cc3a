package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The jobs of an instance. Of both kinds together one runs at a time. */
final class Jobs {
  private static final Duration KEPT = Duration.ofDays(30);

  final NavigableMap<String, Job> imports = new TreeMap<>();
  final NavigableMap<String, Job> deletions = new TreeMap<>();

  /** The statuses that follow notstarted in the jobs to come. */
  List<String> plan = List.of("running", "succeeded");

  private final Store store;

  Jobs(Store store) {
    this.store = store;
  }

  Job start(
      NavigableMap<String, Job> kind, String id, Map<String, JsonElement> given, Job.Work work) {
    store.checkRoom(Limit.JOBS, kind.size() + 1);
    String purge = store.time(KEPT) + "Z";
    Job job = new Job(id, given, plan, work, store.now() + "Z", purge);
    kind.put(id, job);
    return job;
  }

  void checkIdle() {
    if (!all().allMatch(Job::isFinished)) {
      throw new Refused("a job is in progress", Answers.jobInProgress());
    }
  }

  static Job find(NavigableMap<String, Job> kind, String id) {
    Job job = kind.get(id);
    if (job == null) {
      throw error(
          404,
          "JobNotFound",
          "There is no job available that matches the provided id "
              + id
              + ". Check that the Job ID provided is valid by doing a Jobs_List API call.");
    }
    return job;
  }

  /** The job as a poll finds it: one step further on. */
  Job poll(NavigableMap<String, Job> kind, String id) {
    Job job = find(kind, id);
    job.step(store.now() + "Z");
    return job;
  }

  void advance() {
    all().forEach(job -> job.step(store.now() + "Z"));
  }

  /** Recorded: the errors of jobs have no x-ms-error-code. */
  static Refused error(int status, String code, String message) {
    return new Refused(
        message,
        Answers.error(status, code, message, List.of())
            .newBuilder()
            .removeHeader("x-ms-error-code")
            .build());
  }

  private Stream<Job> all() {
    return Stream.concat(imports.values().stream(), deletions.values().stream());
  }
}
