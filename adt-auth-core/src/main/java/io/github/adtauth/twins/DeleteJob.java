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
 * A job of the service that deletes all models, twins and relationships of an instance.
 *
 * @param id id of the job
 * @param status {@code notstarted}, {@code running}, {@code succeeded} or {@code failed}
 * @param createdDateTime time of creation, or null if unknown
 * @param finishedDateTime time at which the job finished, or null
 * @param purgeDateTime time at which the service discards the job, or null
 * @param error reason of a failure, or null
 * @param location URL for polling from the response to the start of the job; otherwise empty
 */
@JsonAdapter(value = DeleteJob.Adapter.class, nullSafe = false)
public record DeleteJob(
    String id,
    String status,
    @Nullable Instant createdDateTime,
    @Nullable Instant finishedDateTime,
    @Nullable Instant purgeDateTime,
    @Nullable Detail error,
    String location) {

  /** Rejects null for id, status and location. */
  public DeleteJob {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(location, "location");
  }

  /** Returns whether the job has finished, successfully or not. */
  public boolean isFinished() {
    return JobJson.isFinished(status);
  }

  /** Returns whether everything was deleted. */
  public boolean isSucceeded() {
    return JobJson.isSucceeded(status);
  }

  /** Returns a description on one line, in which tokens and signatures are hidden. */
  @Override
  public String toString() {
    return new ValueText("DeleteJob")
        .add("id", id)
        .add("status", status)
        .add("createdDateTime", createdDateTime)
        .add("finishedDateTime", finishedDateTime)
        .add("purgeDateTime", purgeDateTime)
        .add("error", error)
        .add("location", location)
        .toString();
  }

  static final class Adapter extends Json.ObjectAdapter<DeleteJob> {
    @Override
    public DeleteJob of(JsonObject json) {
      return new DeleteJob(
          Json.string(json, "id"),
          Json.string(json, "status"),
          JobJson.time(json, "createdDateTime"),
          JobJson.time(json, "finishedDateTime"),
          JobJson.time(json, "purgeDateTime"),
          JobJson.error(json),
          "");
    }

    @Override
    public JsonObject json(DeleteJob value) {
      JsonObject json = Json.object("id", value.id);
      json.addProperty("status", value.status);
      JobJson.put(json, "createdDateTime", value.createdDateTime);
      JobJson.put(json, "finishedDateTime", value.finishedDateTime);
      JobJson.put(json, "purgeDateTime", value.purgeDateTime);
      JobJson.put(json, value.error);
      return json;
    }
  }
}
