package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An import or a delete job: it goes through the statuses planned for it, one at a step. */
final class Job {
  /** What a job does when it succeeds; a refusal makes it fail. */
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
      Map<String, JsonElement> given,
      Collection<String> plan,
      Work work,
      String created,
      String purge) {
    this.id = id;
    this.requestMembers = given;
    this.plannedStatuses = new ArrayDeque<>(plan);
    this.work = work;
    this.createdAt = created;
    this.lastActionAt = created;
    this.purgeAt = purge;
  }

  boolean isFinished() {
    return FINISHED_STATUSES.contains(status);
  }

  /** Recorded: nothing changes at once; the next two steps are cancelling and cancelled. */
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
      fail("The job failed as its plan says.");
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
      fail(String.valueOf(e.getMessage()));
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
