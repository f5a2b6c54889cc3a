package io.github.adtauth.testkit.standalone;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.twins.Role;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Changes a local Azure over HTTP. Serves only clients on this machine, and no web pages: requests
 * with the header {@code Origin} are rejected. Thread-safe.
 */
final class AdminApi implements FakeService {
  /** The first segment of all paths. */
  static final String PATH = "_admin";

  private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String USAGE =
      """
      GET    /_admin                        this text
      POST   /_admin/faults                 {"host":"localhost","method":"GET","path":"/query",
                                             "status":503,"retryAfter":5,"times":1}
                                            "kind" instead of "status": disconnect, stall,
                                            truncated, malformedJson
      DELETE /_admin/faults                 removes all faults of all hosts
      PUT    /_admin/throttling             {"writesPerSecond":10}, or null for no limit
      PUT    /_admin/clock                  {"advance":"PT1H"}
      PUT    /_admin/roles/{objectId}       {"role":"DATA_OWNER"} or DATA_READER
      DELETE /_admin/roles/{objectId}
      POST   /_admin/tokens                 {"user":"alice@contoso.onmicrosoft.com"}, and "scope" for
                                            another API than the web API: an access token
      PUT    /_admin/endpoints/{name}       provisions an endpoint of event routes
      GET    /_admin/endpoints/{name}       the events that routes delivered to it, as CloudEvents
      PUT    /_admin/blobs?uri=…            the body is the content of a blob for import jobs
      GET    /_admin/blobs?uri=…            the content, such as the log of an import job
      """;

  private final LocalAzure azure;
  private final OffsetClock clock;
  private final boolean isExposed;
  private final FaultScripts faults;

  /**
   * Creates the API.
   *
   * @param isExposed whether other machines can connect over HTTPS. Then only plain HTTP is served,
   *     which is always on loopback.
   */
  AdminApi(LocalAzure azure, OffsetClock clock, boolean isExposed) {
    this.azure = azure;
    this.clock = clock;
    this.isExposed = isExposed;
    faults = new FaultScripts(azure);
  }

  /** A request that cannot be executed. The message says why. */
  static final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
      super(message);
    }
  }

  @Override
  public MockResponse handle(RecordedRequest recorded) {
    LoggedRequest request = LoggedRequest.from(recorded);
    if (!LOCAL_HOSTS.contains(request.host())
        || request.header("Origin") != null
        || isOfAnotherSite(request.header("Sec-Fetch-Site"))
        || (isExposed && recorded.getHandshake() != null)) {
      return text(
          403, "Only for clients on this machine: http://127.0.0.1:" + azure.plainPort() + "\n");
    }
    String[] segments = request.path().substring(1).split("/", 3);
    if (segments.length == 1 && request.method().equals("GET")) {
      return text(200, USAGE);
    }
    String name = segments.length > 2 ? segments[2] : "";
    String operation = request.method() + " " + (segments.length > 1 ? segments[1] : "");
    try {
      return response(execute(operation, request, name));
    } catch (BadRequestException e) {
      return text(400, e.getMessage() + "\n");
    }
  }

  /** A string is sent as text, and other values as JSON. */
  private static MockResponse response(@Nullable JsonElement result) {
    if (result == null) {
      return new MockResponse.Builder().code(204).build();
    }
    return result.isJsonPrimitive()
        ? text(200, result.getAsString())
        : new MockResponse.Builder()
            .setHeader("Content-Type", "application/json")
            .body(result + "\n")
            .build();
  }

  /** Browsers name the relation of a request to its page, also where they omit the origin. */
  private static boolean isOfAnotherSite(@Nullable String fetchSite) {
    return fetchSite != null && !fetchSite.equals("none") && !fetchSite.equals("same-origin");
  }

  private @Nullable JsonElement execute(String operation, LoggedRequest request, String name) {
    return switch (operation) {
      case "POST faults" -> faults.add(object(request));
      case "DELETE faults" -> faults.clear();
      case "PUT throttling" -> throttle(object(request));
      case "PUT clock" -> advanceClock(object(request));
      case "PUT roles" -> grantRole(object(request), name);
      case "DELETE roles" -> revokeRole(name);
      case "POST tokens" -> token(object(request));
      case "PUT endpoints" -> addEndpoint(name);
      case "GET endpoints" -> events(name);
      case "PUT blobs" -> putBlob(request);
      case "GET blobs" -> blob(request);
      default -> throw new BadRequestException("Unknown operation: " + operation + "\n\n" + USAGE);
    };
  }

  private static MockResponse text(int status, String text) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "text/plain; charset=utf-8")
        .setHeader("X-Content-Type-Options", "nosniff")
        .body(text)
        .build();
  }

  private static JsonObject object(LoggedRequest request) {
    JsonObject body = Json.parse(request.body());
    if (body == null) {
      throw new BadRequestException("The body is not a JSON object.");
    }
    return body;
  }

  private @Nullable JsonElement throttle(JsonObject body) {
    JsonElement limit = body.get("writesPerSecond");
    if (limit == null) {
      throw new BadRequestException("The member writesPerSecond is missing.");
    }
    azure.twins().throttle(limit.isJsonNull() ? Integer.MAX_VALUE : positive(limit));
    return null;
  }

  private static int positive(JsonElement number) {
    if (!number.isJsonPrimitive() || !number.getAsString().matches("[1-9][0-9]{0,8}")) {
      throw new BadRequestException("Not a positive number: " + number);
    }
    return number.getAsInt();
  }

  private JsonElement advanceClock(JsonObject body) {
    JsonElement duration = body.get("advance");
    try {
      clock.advance(Duration.parse(duration == null ? "" : duration.getAsString()));
    } catch (DateTimeException | IllegalStateException | UnsupportedOperationException e) {
      throw new BadRequestException("The member advance must be a duration such as PT1H.");
    }
    JsonObject result = new JsonObject();
    result.addProperty("now", clock.instant().toString());
    return result;
  }

  private @Nullable JsonElement grantRole(JsonObject body, String objectId) {
    JsonElement role = body.get("role");
    try {
      azure
          .twins()
          .grantRole(
              required(objectId, "object ID"),
              Role.valueOf(role == null ? "" : role.getAsString().toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
      throw new BadRequestException("The member role must be DATA_OWNER or DATA_READER.");
    }
    return null;
  }

  private @Nullable JsonElement revokeRole(String objectId) {
    azure.twins().revokeRole(required(objectId, "object ID"));
    return null;
  }

  private JsonElement token(JsonObject body) {
    String upn = Json.text(body, "user");
    for (FakeUser user : List.of(azure.entra().alice(), azure.entra().bob())) {
      if (user.upn().equalsIgnoreCase(upn)) {
        String scope = Json.string(body, "scope");
        try {
          return new JsonPrimitive(
              azure.entra().tokenFor(user, scope == null ? azure.entra().webApi().scope() : scope));
        } catch (RuntimeException e) {
          throw new BadRequestException("There is no API with this scope.");
        }
      }
    }
    throw new BadRequestException("The member user must be the name of a user.");
  }

  private @Nullable JsonElement addEndpoint(String name) {
    azure.twins().addEndpoint(required(name, "name"));
    return null;
  }

  private JsonElement events(String name) {
    JsonArray events = new JsonArray();
    try {
      azure.twins().events(name).forEach(event -> events.add(event.toJson()));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("Unknown endpoint: " + name);
    }
    return events;
  }

  private @Nullable JsonElement putBlob(LoggedRequest request) {
    azure.twins().putBlob(uri(request), request.body());
    return null;
  }

  private JsonElement blob(LoggedRequest request) {
    String blob = azure.twins().blob(uri(request));
    if (blob == null) {
      throw new BadRequestException("Unknown blob: " + uri(request));
    }
    return new JsonPrimitive(blob);
  }

  private static String uri(LoggedRequest request) {
    HttpUrl url = HttpUrl.parse("http://localhost/?" + request.query());
    String uri = url == null ? null : url.queryParameter("uri");
    return required(uri == null ? "" : uri, "parameter uri");
  }

  private static String required(String value, String what) {
    if (value.isEmpty()) {
      throw new BadRequestException("The " + what + " is missing.");
    }
    return value;
  }
}
