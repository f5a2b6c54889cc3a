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
import io.github.adtauth.internal.error.ErrorInternals;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.http.OperationPrincipal;
import io.github.adtauth.internal.http.Origin;
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

/** A JSON client for Microsoft Graph or Azure Resource Manager. Thread-safe. */
public record GraphApi(
    OkHttpClient http,
    HttpUrl base,
    OperationPrincipal principal,
    @Nullable PermissionTracker permissions,
    Clock clock) {
  private static final MediaType JSON = MediaType.get("application/json");
  public static final int MAX_RESPONSE_BYTES = 4 * 1024 * 1024;
  static final int MAX_DEPTH = 64;
  private static final int MAX_PAGES = 200;
  private static final int MAX_LIST_CHARS = 4 * MAX_RESPONSE_BYTES;

  /** Creates a client whose messages do not name the tenant. */
  public GraphApi(OkHttpClient http, HttpUrl base, OperationPrincipal principal) {
    this(http, base, principal, null, Timing.system().clock());
  }

  /** Returns an object, or null if it does not exist. */
  @Nullable JsonObject find(String action, HttpUrl url) {
    return call(action, new Request.Builder().url(url), true);
  }

  /** Returns all elements of a paged list; empty if the list does not exist. */
  public List<JsonObject> list(String action, HttpUrl url) {
    List<JsonObject> elements = new ArrayList<>();
    HttpUrl next = url;
    int size = 0;
    for (int page = 0; next != null; page++) {
      Received received = exchange(action, new Request.Builder().url(next), true);
      if (received == null) {
        return elements;
      }
      String text = received.body();
      size += text.length();
      JsonObject response = parse(action, text);
      if (!(response.get("value") instanceof JsonArray items)
          || page == MAX_PAGES
          || size > MAX_LIST_CHARS) {
        throw unexpected(action, "the response is not a list, or has too many pages.");
      }
      for (JsonElement item : items) {
        if (!(item instanceof JsonObject object)) {
          throw unexpected(action, "the list has an element that is not an object.");
        }
        elements.add(object);
      }
      next = next(action, response);
    }
    return elements;
  }

  private @Nullable HttpUrl next(String action, JsonObject response) {
    String link =
        GraphJson.string(response, response.has("nextLink") ? "nextLink" : "@odata.nextLink");
    if (link.isEmpty()) {
      return null;
    }
    HttpUrl url = HttpUrl.parse(link);
    if (url == null || !Origin.of(base).contains(url)) {
      throw unexpected(
          action, "the link to the next page leads to another host. It was not followed.");
    }
    return url;
  }

  JsonObject post(String action, HttpUrl url, JsonObject body) {
    return requireResponse(
        action, call(action, new Request.Builder().url(url).post(body(body)), false));
  }

  /** Creates an object, unless the service responds that it already exists. */
  void postIfAbsent(String action, HttpUrl url, JsonObject body) {
    try {
      post(action, url, body);
    } catch (RegistrationException e) {
      if (!GraphErrors.alreadyExists(e)) {
        throw e;
      }
    }
  }

  /**
   * Creates or updates the object that an alternate key identifies.
   *
   * @return the object if this request created it (201); null if it already existed
   */
  @Nullable JsonObject upsert(String action, HttpUrl url, JsonObject body) {
    Request.Builder request =
        new Request.Builder().url(url).patch(body(body)).header("Prefer", "create-if-missing");
    Received received = exchange(action, request, false);
    return received != null && received.status() == 201 ? parse(action, received.body()) : null;
  }

  public void patch(String action, HttpUrl url, JsonObject body) {
    call(action, new Request.Builder().url(url).patch(body(body)), false);
  }

  void put(String action, HttpUrl url, JsonObject body) {
    call(action, new Request.Builder().url(url).put(body(body)), false);
  }

  /** Returns a builder for a URL below the base. Segments are encoded. */
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

  private @Nullable JsonObject call(String action, Request.Builder request, boolean mayBeAbsent) {
    Received received = exchange(action, request, mayBeAbsent);
    if (received == null) {
      return null;
    }
    return received.body().isBlank() ? new JsonObject() : parse(action, received.body());
  }

  /** A successful response. */
  private record Received(int status, String body) {}

  /** Returns the response; null if the object does not exist. */
  private @Nullable Received exchange(String action, Request.Builder request, boolean mayBeAbsent) {
    RequestSecrets secrets = new RequestSecrets();
    Request tagged =
        request
            .tag(SecretSink.class, secrets.sink())
            .tag(OperationPrincipal.class, principal)
            .build();
    try (Response response = http.newCall(tagged).execute()) {
      String text = text(action, response);
      if (mayBeAbsent && response.code() == 404 && GraphErrors.error(text) != null) {
        return null;
      }
      if (!response.isSuccessful()) {
        String tenant = permissions == null ? "" : permissions.tenant();
        throw new GraphErrors(action, response, tenant, secrets, clock).toException(text);
      }
      return new Received(response.code(), text);
    } catch (AuthenticatedCallException e) {
      throw ErrorInternals.instance().forThisCaller(e.failure());
    } catch (IOException e) {
      throw NetworkErrors.of(e, base.host());
    }
  }

  private String text(String action, Response response) throws IOException {
    byte[] bytes = response.body().byteStream().readNBytes(MAX_RESPONSE_BYTES + 1);
    if (bytes.length > MAX_RESPONSE_BYTES) {
      throw unexpected(action, "the response is larger than 4 MB.");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private JsonObject parse(String action, String text) {
    JsonObject json = StrictJson.parseObject(text, MAX_RESPONSE_BYTES, MAX_DEPTH);
    if (json == null) {
      throw unexpected(action, "the response is not a JSON object.");
    }
    return json;
  }

  private JsonObject requireResponse(String action, @Nullable JsonObject response) {
    if (response == null) {
      throw unexpected(action, "there is no response.");
    }
    return response;
  }

  /** Returns the exception for a response that does not follow the protocol of the service. */
  AdtException unexpected(String action, String sentence) {
    return new UnexpectedResponseException(
        ErrorDetails.of("Could not " + action + " at " + base.host() + ": " + sentence));
  }
}
