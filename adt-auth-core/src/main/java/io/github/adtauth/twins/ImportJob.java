package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.annotations.JsonAdapter;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.internal.twins.JobJson;
import io.github.adtauth.internal.twins.Json;
import io.github.adtauth.twins.DigitalTwinsException.Detail;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The import of models, twins and relationships from a blob, which the instance carries out.
 *
 * @param id its id, yours to choose
 * @param inputBlobUri blob it reads; the identity of the instance needs access to its container
 * @param outputBlobUri blob it writes its log to
 * @param status {@code notstarted}, {@code running}, {@code cancelling}, or one of those that are
 *     {@link #isFinished}: {@code succeeded}, {@code failed}, {@code cancelled}
 * @param createdDateTime when it was started, or null if the service does not say
 * @param lastActionDateTime when it last did something, or null
 * @param finishedDateTime when it ended, or null
 * @param purgeDateTime when the service forgets it, or null
 * @param error why it failed, or null
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

  private static final int SHOWN = 1000;

  /** Refuses null where the service always says something. */
  public ImportJob {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(inputBlobUri, "inputBlobUri");
    Objects.requireNonNull(outputBlobUri, "outputBlobUri");
    Objects.requireNonNull(status, "status");
  }

  /** Tells whether it ended, well or not. */
  public boolean isFinished() {
    return JobJson.finished(status);
  }

  /** Tells whether everything was imported. */
  public boolean isSucceeded() {
    return JobJson.succeeded(status);
  }

  public ImportJob redacted(RequestSecrets secrets) {
    return error == null
        ? this
        : new ImportJob(
            id,
            inputBlobUri,
            outputBlobUri,
            status,
            createdDateTime,
            lastActionDateTime,
            finishedDateTime,
            purgeDateTime,
            JobJson.redacted(error, secrets));
  }

  /** Names it all but the times, and no signature (SAS) that its addresses may hold. */
  @Override
  public String toString() {
    String text = "ImportJob[" + id + ", " + status + ", " + inputBlobUri + " to " + outputBlobUri;
    return Redactor.sanitizeId(error == null ? text : text + ", " + error, SHOWN) + "]";
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
