package io.github.adtauth.internal.registration;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.Timing;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.http.OperationPrincipal;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.internal.text.SecretSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Microsoft Graph or Azure Resource Manager, as JSON. Thread-safe. */
public record GraphApi(
    OkHttpClient http,
    HttpUrl base,
    OperationPrincipal principal,
    @Nullable PermissionTracker permissions,
    Clock clock) {
  private static final MediaType JSON = MediaType.get("application/json");
  public static final int LIMIT = 4 * 1024 * 1024;
  static final int DEPTH = 64;
  private static final int PAGES = 200;
  private static final int LIST_LIMIT = 4 * LIMIT;

  /** Creates a client whose messages do not name the tenant. */
  public GraphApi(OkHttpClient http, HttpUrl base, OperationPrincipal principal) {
    this(http, base, principal, null, Timing.system().clock());
  }

  /** Reads one thing; null if the service says that it is not there. */
  @Nullable JsonObject find(String what, HttpUrl url) {
    return call(what, new Request.Builder().url(url), true);
  }

  /** Reads a whole list, page by page; empty if the service says that there is none. */
  public List<JsonObject> list(String what, HttpUrl url) {
    List<JsonObject> all = new ArrayList<>();
    HttpUrl next = url;
    int size = 0;
    for (int page = 0; next != null; page++) {
      Received received = exchange(what, new Request.Builder().url(next), true);
      if (received == null) {
        return all;
      }
      String text = received.body();
      size += text.length();
      JsonObject answer = parsed(what, text);
      if (!(answer.get("value") instanceof JsonArray items) || page == PAGES || size > LIST_LIMIT) {
        throw unexpected(what, "the response is not a list, or has too many pages.");
      }
      for (JsonElement item : items) {
        if (!(item instanceof JsonObject object)) {
          throw unexpected(what, "the list has an element that is not an object.");
        }
        all.add(object);
      }
      next = next(what, answer);
    }
    return all;
  }

  private @Nullable HttpUrl next(String what, JsonObject answer) {
    String link = GraphJson.string(answer, answer.has("nextLink") ? "nextLink" : "@odata.nextLink");
    if (link.isEmpty()) {
      return null;
    }
    HttpUrl url = HttpUrl.parse(link);
    if (url == null || !url.host().equals(base.host()) || !url.isHttps()) {
      throw unexpected(what, "the link to the next page leads elsewhere. It was not followed.");
    }
    return url;
  }

  JsonObject post(String what, HttpUrl url, JsonObject body) {
    return some(what, call(what, new Request.Builder().url(url).post(body(body)), false));
  }

  /** Creates an object, unless the service responds that it already exists. */
  void postUnlessThere(String what, HttpUrl url, JsonObject body) {
    try {
      post(what, url, body);
    } catch (RegistrationException e) {
      if (!GraphErrors.isThere(e)) {
        throw e;
      }
    }
  }

  /**
   * Creates or updates the object that an alternate key identifies.
   *
   * @return the object if this request created it (201); null if it already existed
   */
  @Nullable JsonObject upsert(String what, HttpUrl url, JsonObject body) {
    Request.Builder request =
        new Request.Builder().url(url).patch(body(body)).header("Prefer", "create-if-missing");
    Received received = exchange(what, request, false);
    return received != null && received.status() == 201 ? parsed(what, received.body()) : null;
  }

  public void patch(String what, HttpUrl url, JsonObject body) {
    call(what, new Request.Builder().url(url).patch(body(body)), false);
  }

  void put(String what, HttpUrl url, JsonObject body) {
    call(what, new Request.Builder().url(url).put(body(body)), false);
  }

  /** Begins an address below the base; segments are encoded. */
  public HttpUrl.Builder at(String... segments) {
    HttpUrl.Builder url = base.newBuilder();
    for (String segment : segments) {
      url.addPathSegment(segment);
    }
    return url;
  }

  private static RequestBody body(JsonObject json) {
    return RequestBody.create(json.toString().getBytes(StandardCharsets.UTF_8), JSON);
  }

  private @Nullable JsonObject call(String what, Request.Builder request, boolean maybe) {
    Received received = exchange(what, request, maybe);
    if (received == null) {
      return null;
    }
    return received.body().isBlank() ? new JsonObject() : parsed(what, received.body());
  }

  /** A successful response. */
  private record Received(int status, String body) {}

  /** Returns the response; null if the service says that the thing is not there. */
  private @Nullable Received exchange(String what, Request.Builder request, boolean maybe) {
    RequestSecrets secrets = new RequestSecrets();
    Request tagged =
        request
            .tag(SecretSink.class, secrets.sink())
            .tag(OperationPrincipal.class, principal)
            .build();
    try (Response response = http.newCall(tagged).execute()) {
      String text = text(what, response);
      if (maybe && response.code() == 404 && GraphErrors.error(text) != null) {
        return null;
      }
      if (!response.isSuccessful()) {
        String tenant = permissions == null ? "" : permissions.tenant();
        throw new GraphErrors(what, response, tenant, secrets, clock).of(text);
      }
      return new Received(response.code(), text);
    } catch (AuthenticatedCallException e) {
      throw e.failure().forThisCaller();
    } catch (IOException e) {
      throw NetworkErrors.of(e, base.host());
    }
  }

  private String text(String what, Response response) throws IOException {
    byte[] bytes = response.body().byteStream().readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw unexpected(what, "the answer is larger than 4 MB.");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private JsonObject parsed(String what, String text) {
    JsonObject json = StrictJson.object(text, LIMIT, DEPTH);
    if (json == null) {
      throw unexpected(what, "the answer is no JSON object.");
    }
    return json;
  }

  private JsonObject some(String what, @Nullable JsonObject answer) {
    if (answer == null) {
      throw unexpected(what, "there is no answer.");
    }
    return answer;
  }

  /** Returns the exception for an answer that the service would not give. */
  AdtException unexpected(String what, String sentence) {
    return new UnexpectedResponseException(
        ErrorDetails.of("Could not " + what + " at " + base.host() + ": " + sentence));
  }
}
