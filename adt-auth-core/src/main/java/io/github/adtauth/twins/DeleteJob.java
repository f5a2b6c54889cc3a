package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.annotations.JsonAdapter;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.internal.twins.JobJson;
import io.github.adtauth.internal.twins.Json;
import io.github.adtauth.twins.DigitalTwinsException.Detail;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of everything an instance holds, which the instance carries out.
 *
 * @param id its id
 * @param status {@code notstarted}, {@code running}, or one of those that are {@link #isFinished}:
 *     {@code succeeded}, {@code failed}
 * @param createdDateTime when it was started, or null if the service does not say
 * @param finishedDateTime when it ended, or null
 * @param purgeDateTime when the service forgets it, or null
 * @param error why it failed, or null
 * @param location where the service said that it would tell of it, as it was started; else empty
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

  /** Refuses null where the service always says something. */
  public DeleteJob {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(location, "location");
  }

  /** Tells whether it ended, well or not. */
  public boolean isFinished() {
    return JobJson.finished(status);
  }

  /** Tells whether everything was deleted. */
  public boolean isSucceeded() {
    return JobJson.succeeded(status);
  }

  public DeleteJob at(@Nullable String there) {
    return new DeleteJob(
        id,
        status,
        createdDateTime,
        finishedDateTime,
        purgeDateTime,
        error,
        there == null ? "" : there);
  }

  public DeleteJob redacted(RequestSecrets secrets) {
    return error == null
        ? this
        : new DeleteJob(
            id,
            status,
            createdDateTime,
            finishedDateTime,
            purgeDateTime,
            JobJson.redacted(error, secrets),
            location);
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
