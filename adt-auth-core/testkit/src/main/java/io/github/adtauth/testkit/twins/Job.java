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

  private static final Set<String> FINISHED = Set.of("failed", "succeeded", "cancelled");

  final String id;
  private final Map<String, JsonElement> given;
  private final Queue<String> plan;
  private final Work work;
  private final String created;
  private final String purge;
  private String lastAction;
  private @Nullable String finished;
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
    this.given = given;
    this.plan = new ArrayDeque<>(plan);
    this.work = work;
    this.created = created;
    this.lastAction = created;
    this.purge = purge;
  }

  boolean isFinished() {
    return FINISHED.contains(status);
  }

  /** Recorded: nothing changes at once; the next two steps are cancelling and cancelled. */
  void cancel() {
    if (!plan.contains("cancelled")) {
      plan.clear();
      plan.add("cancelling");
      plan.add("cancelled");
    }
  }

  void step(String now) {
    String next = isFinished() ? null : plan.poll();
    if (next == null) {
      return;
    }
    status = next;
    lastAction = now;
    if (next.equals("succeeded")) {
      work();
    } else if (next.equals("failed")) {
      fail("The job failed as its plan says.");
    }
    if (isFinished() && !next.equals("cancelled")) {
      finished = now;
    }
  }

  private void work() {
    try {
      work.run();
    } catch (Refused e) {
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
    JsonObject job = head();
    job.addProperty("lastActionDateTime", lastAction);
    return tail(job);
  }

  JsonObject deleteJob() {
    return tail(head());
  }

  private JsonObject head() {
    JsonObject job = new JsonObject();
    job.addProperty("id", id);
    given.forEach(job::add);
    job.addProperty("createdDateTime", created);
    return job;
  }

  private JsonObject tail(JsonObject job) {
    if (finished != null) {
      job.addProperty("finishedDateTime", finished);
    }
    job.addProperty("purgeDateTime", purge);
    job.addProperty("status", status);
    if (error != null) {
      job.add("error", error);
    }
    return job;
  }
}
