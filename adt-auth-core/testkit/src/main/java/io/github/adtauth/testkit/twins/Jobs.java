package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The import and delete jobs of an instance. Only one job of either type runs at a time. */
final class Jobs {
  private static final Duration RETENTION = Duration.ofDays(30);

  final NavigableMap<String, Job> imports = new TreeMap<>();
  final NavigableMap<String, Job> deletions = new TreeMap<>();

  /** The statuses that follow notstarted in jobs started from now on. */
  List<String> plannedStatuses = List.of("running", "succeeded");

  private final Store store;

  Jobs(Store store) {
    this.store = store;
  }

  Job start(
      NavigableMap<String, Job> jobs,
      String id,
      Map<String, JsonElement> requestMembers,
      Job.Work work) {
    store.checkLimit(Limit.JOBS, jobs.size() + 1);
    String purgeAt = store.timeAfter(RETENTION) + "Z";
    Job job = new Job(id, requestMembers, plannedStatuses, work, store.now() + "Z", purgeAt);
    jobs.put(id, job);
    return job;
  }

  void checkIdle() {
    if (!allJobs().allMatch(Job::isFinished)) {
      throw new ErrorResponseException("a job is in progress", TwinsResponses.jobInProgress());
    }
  }

  static Job find(NavigableMap<String, Job> jobs, String id) {
    Job job = jobs.get(id);
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

  /** Returns a job after advancing it by one status. */
  Job poll(NavigableMap<String, Job> jobs, String id) {
    Job job = find(jobs, id);
    job.advance(store.now() + "Z");
    return job;
  }

  void advance() {
    allJobs().forEach(job -> job.advance(store.now() + "Z"));
  }

  /** Returns an error without {@code x-ms-error-code}, as recorded for jobs. */
  static ErrorResponseException error(int status, String code, String message) {
    return new ErrorResponseException(
        message,
        TwinsResponses.error(status, code, message, List.of())
            .newBuilder()
            .removeHeader("x-ms-error-code")
            .build());
  }

  private Stream<Job> allJobs() {
    return Stream.concat(imports.values().stream(), deletions.values().stream());
  }
}
