package io.github.adtauth.internal.twins;

import static io.github.adtauth.internal.rest.UrlEncoding.quoted;
import static io.github.adtauth.twins.CallOption.Kind.DELETE_JOB;
import static io.github.adtauth.twins.CallOption.Kind.PAGE_SIZE;

import com.google.gson.JsonObject;
import io.github.adtauth.http.RetrySafety;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.ServiceResponse;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DeleteJob;
import io.github.adtauth.twins.ImportJob;
import io.github.adtauth.twins.Page;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Import jobs and delete jobs. Thread-safe. */
record JobOperations(TwinJson json) {
  Operation<ImportJob> startImport(
      String id, String inputBlobUri, String outputBlobUri, CallOption... options) {
    Operation.Builder draft = importJob("PUT", "start", id);
    JsonObject body =
        Json.object("inputBlobUri", Objects.requireNonNull(inputBlobUri, "inputBlobUri"));
    body.addProperty("outputBlobUri", Objects.requireNonNull(outputBlobUri, "outputBlobUri"));
    return draft
        .repeatable(RetrySafety.UNSAFE) // the second time the id is taken
        .body(Operation.JSON, json.text(body))
        .apply(options)
        .returning(imported());
  }

  Operation<ImportJob> getImport(String id, CallOption... options) {
    return importJob("GET", "get", id).apply(options).returning(imported());
  }

  Operation<ImportJob> cancelImport(String id, CallOption... options) {
    return importJob("POST", "cancel", id)
        .path("cancel")
        .repeatable(RetrySafety.SAFE)
        .noContent()
        .apply(options)
        .returning(imported());
  }

  Operation<@Nullable Void> deleteImport(String id, CallOption... options) {
    return importJob("DELETE", "delete", id).apply(options).returningNothing();
  }

  Operation<Page<ImportJob>> listImports(@Nullable String link, CallOption... options) {
    return Operation.of("GET", "list import jobs")
        .path("jobs")
        .path("imports")
        .supports(PAGE_SIZE)
        .apply(options)
        .link(link)
        .returning(json.page("nextLink", ImportJob.class));
  }

  Operation<DeleteJob> startDeletingEverything(CallOption... options) {
    Operation.Decoder<DeleteJob> job = deleted();
    return Operation.of("POST", "start a delete job")
        .path("jobs")
        .path("deletions")
        .noContent()
        .supports(DELETE_JOB)
        .apply(options)
        .returning(answer -> job.decode(answer).at(location(answer)));
  }

  Operation<DeleteJob> getDeletion(String id, CallOption... options) {
    return Operation.of("GET", "get delete job " + quoted(id))
        .path("jobs")
        .path("deletions")
        .id("id", id)
        .apply(options)
        .returning(deleted());
  }

  /** Asks where the service said that it would tell, if it gave a URL. */
  Operation<DeleteJob> poll(DeleteJob started, CallOption... options) {
    if (HttpUrl.parse(started.location()) == null) {
      return getDeletion(started.id(), options);
    }
    Operation.Decoder<DeleteJob> job = deleted();
    return Operation.of("GET", "get delete job " + quoted(started.id()))
        .apply(options)
        .link(started.location())
        .returning(answer -> job.decode(answer).at(started.location()));
  }

  Operation<Page<DeleteJob>> listDeletions(@Nullable String link, CallOption... options) {
    return Operation.of("GET", "list delete jobs")
        .path("jobs")
        .path("deletions")
        .supports(PAGE_SIZE)
        .apply(options)
        .link(link)
        .returning(json.page("nextLink", DeleteJob.class));
  }

  private Operation.Decoder<ImportJob> imported() {
    Operation.Decoder<ImportJob> decoder = json.one("id", ImportJob.class);
    return answer -> {
      ImportJob job = decoder.decode(answer).redacted(answer.secrets());
      var unused = answer.withoutSecret(job.toString());
      return job;
    };
  }

  private Operation.Decoder<DeleteJob> deleted() {
    Operation.Decoder<DeleteJob> decoder = json.one("id", DeleteJob.class);
    return answer -> {
      DeleteJob job = decoder.decode(answer).redacted(answer.secrets());
      var unused = answer.withoutSecret(job.toString());
      return job;
    };
  }

  private static @Nullable String location(ServiceResponse answer) {
    String location = answer.header("Operation-Location");
    return location == null ? null : answer.link(location);
  }

  private static Operation.Builder importJob(String method, String verb, String id) {
    return Operation.of(method, verb + " import job " + quoted(id))
        .path("jobs")
        .path("imports")
        .id("id", id);
  }
}
