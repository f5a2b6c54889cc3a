package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.annotations.JsonAdapter;
import io.github.adtauth.internal.text.ValueText;
import io.github.adtauth.internal.twins.JobJson;
import io.github.adtauth.internal.twins.Json;
import io.github.adtauth.twins.DigitalTwinsException.Detail;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job of the service that imports models, twins and relationships from a blob.
 *
 * @param id id of the job, chosen by the caller
 * @param inputBlobUri blob to import; the instance's identity needs access to its container
 * @param outputBlobUri blob for the log
 * @param status {@code notstarted}, {@code running}, {@code cancelling}, {@code succeeded}, {@code
 *     failed} or {@code cancelled}
 * @param createdDateTime time of creation, or null if unknown
 * @param lastActionDateTime time of the last progress, or null
 * @param finishedDateTime time at which the job finished, or null
 * @param purgeDateTime time at which the service discards the job, or null
 * @param error reason of a failure, or null
 */
@JsonAdapter(value = ImportJob.Adapter.class, nullSafe = false)
public record ImportJob(
    String id,
    String inputBlobUri,
    String outputBlobUri,
    String status,
    @Nullable Instant createdDateTime,
    @Nullable Instant lastActionDateTime,
    @Nullable Instant finishedDateTime,
    @Nullable Instant purgeDateTime,
    @Nullable Detail error) {

  /** Rejects null for id, blobs and status. */
  public ImportJob {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(inputBlobUri, "inputBlobUri");
    Objects.requireNonNull(outputBlobUri, "outputBlobUri");
    Objects.requireNonNull(status, "status");
  }

  /** Returns whether the job has finished, successfully or not. */
  public boolean isFinished() {
    return JobJson.isFinished(status);
  }

  /** Returns whether everything was imported. */
  public boolean isSucceeded() {
    return JobJson.isSucceeded(status);
  }

  /** Omits the times, and the signatures (SAS) of the blob URLs. */
  @Override
  public String toString() {
    ValueText text = new ValueText("ImportJob").add(id).add(status);
    text.add(inputBlobUri + " to " + outputBlobUri);
    return (error == null ? text : text.add(error)).toString();
  }

  static final class Adapter extends Json.ObjectAdapter<ImportJob> {
    @Override
    public ImportJob of(JsonObject json) {
      return new ImportJob(
          Json.string(json, "id"),
          Json.string(json, "inputBlobUri"),
          Json.string(json, "outputBlobUri"),
          Json.string(json, "status"),
          JobJson.time(json, "createdDateTime"),
          JobJson.time(json, "lastActionDateTime"),
          JobJson.time(json, "finishedDateTime"),
          JobJson.time(json, "purgeDateTime"),
          JobJson.error(json));
    }

    @Override
    public JsonObject json(ImportJob value) {
      JsonObject json = Json.object("id", value.id);
      json.addProperty("inputBlobUri", value.inputBlobUri);
      json.addProperty("outputBlobUri", value.outputBlobUri);
      json.addProperty("status", value.status);
      JobJson.put(json, "createdDateTime", value.createdDateTime);
      JobJson.put(json, "lastActionDateTime", value.lastActionDateTime);
      JobJson.put(json, "finishedDateTime", value.finishedDateTime);
      JobJson.put(json, "purgeDateTime", value.purgeDateTime);
      JobJson.put(json, value.error);
      return json;
    }
  }
}
