package io.github.adtauth.internal.twins;

import static io.github.adtauth.internal.rest.UrlEncoding.quoted;
import static io.github.adtauth.twins.CallOption.Kind.JOB_TIMEOUT;
import static io.github.adtauth.twins.CallOption.Kind.OPERATION_ID;
import static io.github.adtauth.twins.CallOption.Kind.PAGE_SIZE;

import com.google.gson.JsonObject;
import io.github.adtauth.http.RetrySafety;
import io.github.adtauth.internal.rest.ApiOperation;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.ServiceResponse;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DeleteJob;
import io.github.adtauth.twins.ImportJob;
import io.github.adtauth.twins.Page;
import java.util.List;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Import jobs and delete jobs. Thread-safe. */
record JobOperations(TwinJson json) {
  Operation<ImportJob> startImport(
      String id, String inputBlobUri, String outputBlobUri, CallOption... options) {
    Operation.Builder builder = importJob(ApiOperation.IMPORT_JOBS_ADD, "start", id);
    JsonObject body =
        Json.object("inputBlobUri", Objects.requireNonNull(inputBlobUri, "inputBlobUri"));
    body.addProperty("outputBlobUri", Objects.requireNonNull(outputBlobUri, "outputBlobUri"));
    return builder
        .retrySafety(RetrySafety.UNSAFE) // A retry would fail: the id already exists.
        .body(Operation.JSON, json.text(body))
        .apply(options)
        .returning(importJobDecoder());
  }

  Operation<ImportJob> getImport(String id, CallOption... options) {
    return importJob(ApiOperation.IMPORT_JOBS_GET_BY_ID, "get", id)
        .apply(options)
        .returning(importJobDecoder());
  }

  Operation<ImportJob> cancelImport(String id, CallOption... options) {
    return importJob(ApiOperation.IMPORT_JOBS_CANCEL, "cancel", id)
        .retrySafety(RetrySafety.SAFE)
        .emptyBody()
        .apply(options)
        .returning(importJobDecoder());
  }

  Operation<@Nullable Void> deleteImport(String id, CallOption... options) {
    return importJob(ApiOperation.IMPORT_JOBS_DELETE, "delete", id)
        .apply(options)
        .returningNothing();
  }

  Operation<Page<ImportJob>> listImports(@Nullable String link, CallOption... options) {
    return Operation.builder(ApiOperation.IMPORT_JOBS_LIST, "list import jobs")
        .supports(PAGE_SIZE)
        .apply(options)
        .link(link)
        .returning(json.page("nextLink", ImportJob.class));
  }

  Operation<DeleteJob> startDeletingEverything(CallOption... options) {
    Operation.Decoder<DeleteJob> job = deleteJobDecoder();
    return Operation.builder(ApiOperation.DELETE_JOBS_ADD, "start a delete job")
        .emptyBody()
        .supports(OPERATION_ID, JOB_TIMEOUT)
        .apply(options)
        .returning(response -> JobJson.withLocation(job.decode(response), location(response)));
  }

  Operation<DeleteJob> getDeletion(String id, CallOption... options) {
    return Operation.builder(ApiOperation.DELETE_JOBS_GET_BY_ID, "get delete job " + quoted(id))
        .id("id", id)
        .apply(options)
        .returning(deleteJobDecoder());
  }

  /** Polls the URL that the service sent when the job started, or the job by its id. */
  Operation<DeleteJob> poll(DeleteJob started, CallOption... options) {
    if (HttpUrl.parse(started.location()) == null) {
      return getDeletion(started.id(), options);
    }
    Operation.Decoder<DeleteJob> job = deleteJobDecoder();
    return Operation.builder(
            ApiOperation.DELETE_JOBS_GET_BY_ID, "get delete job " + quoted(started.id()))
        .apply(options)
        .link(started.location())
        .returning(response -> JobJson.withLocation(job.decode(response), started.location()));
  }

  Operation<Page<DeleteJob>> listDeletions(@Nullable String link, CallOption... options) {
    return Operation.builder(ApiOperation.DELETE_JOBS_LIST, "list delete jobs")
        .supports(PAGE_SIZE)
        .apply(options)
        .link(link)
        .returning(json.page("nextLink", DeleteJob.class));
  }

  private Operation.Decoder<ImportJob> importJobDecoder() {
    Operation.Decoder<ImportJob> decoder = json.object("id", ImportJob.class);
    return response -> {
      ImportJob job = JobJson.redact(decoder.decode(response), response.secrets());
      for (String text : List.of(job.id(), job.status(), job.inputBlobUri(), job.outputBlobUri())) {
        response.links().requireNoSecret(text);
      }
      return job;
    };
  }

  private Operation.Decoder<DeleteJob> deleteJobDecoder() {
    Operation.Decoder<DeleteJob> decoder = json.object("id", DeleteJob.class);
    return response -> {
      DeleteJob job = JobJson.redact(decoder.decode(response), response.secrets());
      for (String text : List.of(job.id(), job.status())) {
        response.links().requireNoSecret(text);
      }
      return job;
    };
  }

  private static @Nullable String location(ServiceResponse response) {
    String location = response.header("Operation-Location");
    return location == null ? null : response.links().requireSafe(location);
  }

  private static Operation.Builder importJob(ApiOperation api, String verb, String id) {
    return Operation.builder(api, verb + " import job " + quoted(id)).id("id", id);
  }
}
