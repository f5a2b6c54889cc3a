package io.github.adtauth.testkit.twins;

import java.util.Map;
import java.util.UUID;
import mockwebserver3.MockResponse;

/** The operations on {@code /jobs/deletions}. A job that succeeds deletes all data. */
final class DeleteJobOperations {
  private static final int MAX_PAGE_SIZE = 100;
  private static final int MIN_TIMEOUT_MINUTES = 15;
  private static final int MAX_TIMEOUT_MINUTES = 24 * 60;

  private final Store store;
  private final Jobs jobs;

  DeleteJobOperations(Store store, Jobs jobs) {
    this.store = store;
    this.jobs = jobs;
  }

  MockResponse list(Call call) {
    int size = call.pageSize(store.pageSize(MAX_PAGE_SIZE), MAX_PAGE_SIZE);
    Page page = Page.of(call, jobs.deletions, size, job -> true, Job::deleteJob);
    return TwinsResponses.json(200, page.valueFirst());
  }

  MockResponse start(Call call) {
    String timeout = call.query("timeoutInMinutes");
    if (timeout != null && !isTimeout(timeout)) {
      throw ErrorResponseException.error(
          400,
          "InvalidArgument",
          "timeoutInMinutes must be between 15 minutes and 24 hours, but is " + timeout + ".");
    }
    String requestedId = call.header("operation-id");
    String id = requestedId == null ? UUID.randomUUID().toString() : requestedId;
    Store.checkId(id);
    if (jobs.deletions.containsKey(id)) {
      throw ErrorResponseException.error(
          400, "ValidationFailed", "The operation-id " + id + " already exists.");
    }
    jobs.checkIdle();
    Job job = jobs.start(jobs.deletions, id, Map.of(), store::clear);
    String location =
        call.origin()
            + "/jobs/deletions/"
            + Call.encode(id)
            + "?api-version="
            + call.query("api-version");
    return TwinsResponses.json(202, job.deleteJob())
        .newBuilder()
        .setHeader("Operation-Location", location)
        .build();
  }

  private static boolean isTimeout(String minutes) {
    return minutes.matches("[1-9][0-9]{1,3}")
        && Integer.parseInt(minutes) >= MIN_TIMEOUT_MINUTES
        && Integer.parseInt(minutes) <= MAX_TIMEOUT_MINUTES;
  }

  MockResponse get(Call call) {
    return TwinsResponses.json(200, jobs.poll(jobs.deletions, call.path("id")).deleteJob());
  }
}
