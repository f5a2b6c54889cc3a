package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import mockwebserver3.MockResponse;

/** The operations on {@code /jobs/imports}. */
final class ImportJobOperations {
  private static final int MAX_PAGE_SIZE = 100;

  /** NDJSON content by blob URI. A job whose input is missing here imports nothing. */
  final Map<String, String> blobs = new HashMap<>();

  private final Store store;
  private final Jobs jobs;
  private final BulkImport bulkImport;

  ImportJobOperations(Store store, Jobs jobs, BulkImport bulkImport) {
    this.store = store;
    this.jobs = jobs;
    this.bulkImport = bulkImport;
  }

  MockResponse list(Call call) {
    int size = call.pageSize(store.pageSize(MAX_PAGE_SIZE), MAX_PAGE_SIZE);
    Page page = Page.of(call, jobs.imports, size, job -> true, Job::importJob);
    return TwinsResponses.json(200, page.valueFirst());
  }

  MockResponse start(Call call) {
    String id = call.path("id");
    Store.checkId(id);
    Map<String, JsonElement> requestMembers = new LinkedHashMap<>();
    JsonObject body = call.readObject();
    for (String member : new String[] {"inputBlobUri", "outputBlobUri"}) {
      requestMembers.put(member, new JsonPrimitive(blobUri(body, member)));
    }
    jobs.checkIdle();
    if (jobs.imports.containsKey(id)) {
      throw Jobs.error(
          409,
          "JobIdAlreadyExists",
          "Provided Job ID already exists: "
              + id
              + ". Use Jobs_List API to view jobs that already exist.");
    }
    String input = blobUri(body, "inputBlobUri");
    String output = blobUri(body, "outputBlobUri");
    Job job = jobs.start(jobs.imports, id, requestMembers, () -> importBlob(id, input, output));
    return TwinsResponses.json(201, job.importJob());
  }

  /** Imports a file without a job. */
  void run(String ndjson) {
    bulkImport.run(ndjson, new ImportLog("", () -> store.now() + "Z"));
  }

  private void importBlob(String jobId, String input, String output) {
    String file = blobs.get(input);
    if (file == null) {
      return;
    }
    ImportLog log = new ImportLog(jobId, () -> store.now() + "Z");
    try {
      bulkImport.run(file, log);
    } finally {
      blobs.put(output, log.toString());
    }
  }

  MockResponse get(Call call) {
    return TwinsResponses.json(200, jobs.poll(jobs.imports, call.path("id")).importJob());
  }

  MockResponse delete(Call call) {
    Job job = Jobs.find(jobs.imports, call.path("id"));
    if (!job.isFinished()) {
      throw ErrorResponseException.error(
          400, "ValidationFailed", "The job " + job.id + " is in progress. Cancel it first.");
    }
    jobs.imports.remove(job.id);
    return TwinsResponses.noContent();
  }

  MockResponse cancel(Call call) {
    Job job = Jobs.find(jobs.imports, call.path("id"));
    if (job.isFinished()) {
      throw ErrorResponseException.error(
          400, "ValidationFailed", "The job " + job.id + " has finished and cannot be cancelled.");
    }
    JsonObject before = job.importJob();
    job.cancel();
    return TwinsResponses.json(200, before);
  }

  private static String blobUri(JsonObject body, String member) {
    String uri = Json.string(body, member);
    if (uri == null) {
      throw ErrorResponseException.error(
          400, "ValidationFailed", "The member " + member + " is required.");
    }
    if (!isAbsolute(uri)) {
      throw ErrorResponseException.error(
          400,
          "InvalidArgument",
          "Azure Storage Blob URI '"
              + uri
              + "' failed validation. Invalid URI: The format of the URI could not be determined."
              + " Please check: https://docs.microsoft.com/en-us/rest/api/storageservices/"
              + "naming-and-referencing-containers--blobs--and-metadata");
    }
    return uri;
  }

  private static boolean isAbsolute(String uri) {
    try {
      return URI.create(uri).getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
