package io.github.adtauth.internal.twins;

import com.google.gson.JsonObject;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.twins.DeleteJob;
import io.github.adtauth.twins.DigitalTwinsException.Detail;
import io.github.adtauth.twins.ImportJob;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes the JSON members that both kinds of jobs have. */
public final class JobJson {
  private static final Set<String> FINISHED = Set.of("succeeded", "failed", "cancelled");

  private static final int MAX_TEXT_LENGTH = 4000;

  private JobJson() {}

  public static boolean isFinished(String status) {
    return FINISHED.contains(Ascii.toLowerCase(status));
  }

  public static boolean isSucceeded(String status) {
    return status.equalsIgnoreCase("succeeded");
  }

  public static @Nullable Instant time(JsonObject json, String name) {
    String text = Json.string(json, name);
    return text.isEmpty() ? null : TwinJson.instant(text);
  }

  public static @Nullable Detail error(JsonObject json) {
    JsonObject error = Json.child(json, "error");
    return error == null ? null : new Detail(text(error, "code"), text(error, "message"));
  }

  /** Removes signatures (SAS) of blob URLs, because callers print error texts. */
  private static String text(JsonObject error, String name) {
    return Redactor.sanitize(Json.string(error, name), MAX_TEXT_LENGTH);
  }

  /** Returns a copy whose error does not contain secrets of the request. */
  static ImportJob redact(ImportJob job, RequestSecrets secrets) {
    return job.error() == null
        ? job
        : new ImportJob(
            job.id(),
            job.inputBlobUri(),
            job.outputBlobUri(),
            job.status(),
            job.createdDateTime(),
            job.lastActionDateTime(),
            job.finishedDateTime(),
            job.purgeDateTime(),
            redact(job.error(), secrets));
  }

  /** Returns a copy whose error does not contain secrets of the request. */
  static DeleteJob redact(DeleteJob job, RequestSecrets secrets) {
    return job.error() == null
        ? job
        : new DeleteJob(
            job.id(),
            job.status(),
            job.createdDateTime(),
            job.finishedDateTime(),
            job.purgeDateTime(),
            redact(job.error(), secrets),
            job.location());
  }

  /** Returns a copy with the URL for polling. */
  static DeleteJob withLocation(DeleteJob job, @Nullable String location) {
    return new DeleteJob(
        job.id(),
        job.status(),
        job.createdDateTime(),
        job.finishedDateTime(),
        job.purgeDateTime(),
        job.error(),
        location == null ? "" : location);
  }

  private static @Nullable Detail redact(@Nullable Detail error, RequestSecrets secrets) {
    if (error == null) {
      return null;
    }
    List<String> texts =
        Redactor.sanitizeAll(List.of(error.code(), error.message()), MAX_TEXT_LENGTH, secrets);
    return new Detail(texts.get(0), texts.get(1));
  }

  public static void put(JsonObject json, String name, @Nullable Instant time) {
    if (time != null) {
      json.addProperty(name, time.toString());
    }
  }

  public static void put(JsonObject json, @Nullable Detail error) {
    if (error != null) {
      JsonObject object = Json.object("code", error.code());
      object.addProperty("message", error.message());
      json.add("error", object);
    }
  }
}
