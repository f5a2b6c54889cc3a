package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An import or delete job, which passes through its planned statuses one at a time. */
final class Job {
  /** The work of a job that succeeds. An exception makes the job fail. */
  @FunctionalInterface
  interface Work {
    void run();
  }

  private static final Set<String> FINISHED_STATUSES = Set.of("failed", "succeeded", "cancelled");

  final String id;
  private final Map<String, JsonElement> requestMembers;
  private final Queue<String> plannedStatuses;
  private final Work work;
  private final String createdAt;
  private final String purgeAt;
  private String lastActionAt;
  private @Nullable String finishedAt;
  private String status = "notstarted";
  private @Nullable JsonObject error;

  Job(
      String id,
      Map<String, JsonElement> requestMembers,
      Collection<String> plannedStatuses,
      Work work,
      String createdAt,
      String purgeAt) {
    this.id = id;
    this.requestMembers = requestMembers;
    this.plannedStatuses = new ArrayDeque<>(plannedStatuses);
    this.work = work;
    this.createdAt = createdAt;
    this.lastActionAt = createdAt;
    this.purgeAt = purgeAt;
  }

  boolean isFinished() {
    return FINISHED_STATUSES.contains(status);
  }

  /** Plans cancelling and cancelled as the next two statuses, as recorded. */
  void cancel() {
    if (!plannedStatuses.contains("cancelled")) {
      plannedStatuses.clear();
      plannedStatuses.add("cancelling");
      plannedStatuses.add("cancelled");
    }
  }

  void advance(String now) {
    String next = isFinished() ? null : plannedStatuses.poll();
    if (next == null) {
      return;
    }
    status = next;
    lastActionAt = now;
    if (next.equals("succeeded")) {
      runWork();
    } else if (next.equals("failed")) {
      fail("The job failed as planned by the test.");
    }
    if (isFinished() && !next.equals("cancelled")) {
      finishedAt = now;
    }
  }

  private void runWork() {
    try {
      work.run();
    } catch (ErrorResponseException e) {
      status = "failed";
      error = e.error();
    }
  }

  private void fail(String message) {
    error = new JsonObject();
    error.addProperty("code", "ValidationFailed");
    error.addProperty("message", message);
  }

  JsonObject importJob() {
    JsonObject job = newJson();
    job.addProperty("lastActionDateTime", lastActionAt);
    return addStatus(job);
  }

  JsonObject deleteJob() {
    return addStatus(newJson());
  }

  private JsonObject newJson() {
    JsonObject job = new JsonObject();
    job.addProperty("id", id);
    requestMembers.forEach(job::add);
    job.addProperty("createdDateTime", createdAt);
    return job;
  }

  private JsonObject addStatus(JsonObject job) {
    if (finishedAt != null) {
      job.addProperty("finishedDateTime", finishedAt);
    }
    job.addProperty("purgeDateTime", purgeAt);
    job.addProperty("status", status);
    if (error != null) {
      job.add("error", error);
    }
    return job;
  }
}
