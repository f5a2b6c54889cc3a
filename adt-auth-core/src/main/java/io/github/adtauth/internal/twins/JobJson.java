package io.github.adtauth.internal.twins;

import com.google.gson.JsonObject;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.twins.DigitalTwinsException.Detail;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the JSON of both kinds of jobs has in common. */
public final class JobJson {
  private static final Set<String> FINISHED = Set.of("succeeded", "failed", "cancelled");

  private static final int LONGEST = 4000;

  private JobJson() {}

  public static boolean finished(String status) {
    return FINISHED.contains(Ascii.toLowerCase(status));
  }

  public static boolean succeeded(String status) {
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

  /** It is there to be printed, so no signature of a blob's address is left in it. */
  private static String text(JsonObject error, String name) {
    return Redactor.sanitize(Json.string(error, name), LONGEST);
  }

  /** Hides the secrets of the request in an error that people will read. */
  public static @Nullable Detail redacted(@Nullable Detail error, RequestSecrets secrets) {
    return error == null
        ? null
        : new Detail(
            Redactor.sanitize(error.code(), LONGEST, secrets),
            Redactor.sanitize(error.message(), LONGEST, secrets));
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
