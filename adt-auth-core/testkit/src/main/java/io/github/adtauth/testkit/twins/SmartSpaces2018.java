package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.TokenVerifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** A fake of the retired 2018 management API with spaces and ontologies. Thread-safe. */
public final class SmartSpaces2018 implements FakeService {
  private static final Pattern CLAUSE =
      Pattern.compile(
          "(?i)(name|parentspaceid|type)\\s+eq\\s+(?:(?:guid)?'([^']*+(?:''[^']*+)*+)'|(null))\\s*(?:and\\s+)?");
  private static final int MAX_SPACES = 1000;

  private final String tenantId;
  private final TokenVerifier verifier;
  private final String host;
  private final Map<String, JsonObject> spaces = new LinkedHashMap<>();

  /** Creates the service of the tenant with a venue of one floor and two rooms. */
  public SmartSpaces2018(String tenantId, TokenVerifier verifier, String host) {
    this.tenantId = tenantId;
    this.verifier = verifier;
    this.host = host;
    String venue = add("Contoso Building", "Venue", null);
    String floor = add("Floor 1", "Floor", venue);
    add("Focus Room A1", "Room", floor);
    add("Conference Room 11", "Room", floor);
  }

  /** Returns the id of the first space with this name, or null if there is none. */
  public synchronized @Nullable String spaceId(String name) {
    return spaces.values().stream()
        .filter(space -> name.equals(Json.string(space, "name")))
        .map(space -> space.get("id").getAsString())
        .findFirst()
        .orElse(null);
  }

  @Override
  public synchronized MockResponse handle(RecordedRequest request) {
    MockResponse response;
    try {
      response = route(request);
    } catch (ErrorResponseException e) {
      response = message(400, "The request is invalid.");
    }
    return response.newBuilder().setHeader("X-Ms-Request-Id", UUID.randomUUID()).build();
  }

  private MockResponse route(RecordedRequest request) {
    JsonObject claims = AccessControl.claims(request, verifier);
    if (claims == null || !tenantId.equalsIgnoreCase(Json.string(claims, "tid"))) {
      return message(401, "Authorization has been denied for this request.");
    }
    List<String> path =
        Call.segments(request).stream().filter(segment -> !segment.isEmpty()).toList();
    if (path.size() < 4 || !path.subList(0, 3).equals(List.of("management", "api", "v1.0"))) {
      return message(404, "No HTTP resource was found that matches the request URI.");
    }
    String operation = request.getMethod() + " " + path.get(3).toLowerCase(Locale.ROOT);
    if (path.size() == 5 && operation.equals("GET spaces")) {
      JsonObject space = spaces.get(path.get(4));
      return space == null ? message(404, "Not Found") : TwinsResponses.json(200, space);
    }
    return path.size() > 4
        ? message(404, "No HTTP resource was found that matches the request URI.")
        : switch (operation) {
          case "GET spaces" -> list(request);
          case "POST spaces" -> create(request);
          case "GET ontologies" -> TwinsResponses.json(200, ontologies());
          default -> message(404, "No HTTP resource was found that matches the request URI.");
        };
  }

  private MockResponse list(RecordedRequest request) {
    String filter = request.getUrl().queryParameter("$filter");
    String top = request.getUrl().queryParameter("$top");
    if (top != null && !top.matches("[0-9]{1,4}")) {
      return message(400, "The query parameter $top is invalid.");
    }
    JsonArray matching = new JsonArray();
    spaces.values().stream()
        .filter(filter == null ? space -> true : filter(filter))
        .limit(top == null ? MAX_SPACES : Integer.parseInt(top))
        .forEach(matching::add);
    return TwinsResponses.json(200, matching);
  }

  /** Parses clauses such as {@code Name eq 'x' and ParentSpaceId eq guid'…'}. Rejects others. */
  private static Predicate<JsonObject> filter(String filter) {
    Predicate<JsonObject> predicate = space -> true;
    Matcher matcher = CLAUSE.matcher(filter);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      String name = camelCase(matcher.group(1));
      JsonElement value =
          matcher.group(3) != null
              ? JsonNull.INSTANCE
              : new JsonPrimitive(matcher.group(2).replace("''", "'"));
      predicate = predicate.and(space -> value.equals(space.get(name)));
      end = matcher.end();
    }
    if (end != filter.length()) {
      throw ErrorResponseException.error(400, "InvalidArgument", "Unsupported filter: " + filter);
    }
    return predicate;
  }

  private MockResponse create(RecordedRequest request) {
    // Member names are case-insensitive in this API.
    JsonObject members = new JsonObject();
    Json.readObject(Call.body(request))
        .asMap()
        .forEach((name, value) -> members.add(name.toLowerCase(Locale.ROOT), value));
    String name = Json.string(members, "name");
    String type = Json.string(members, "type");
    String parent = Json.string(members, "parentspaceid");
    if (name == null) {
      return message(400, "The space must have a name.");
    }
    if (parent != null && !spaces.containsKey(parent)) {
      return message(404, "The parent space does not exist.");
    }
    String id = add(name, type == null ? "None" : type, parent);
    return TwinsResponses.json(201, new JsonPrimitive(id))
        .newBuilder()
        .setHeader("Location", "https://" + host + "/management/api/v1.0/spaces/" + id)
        .build();
  }

  private String add(String name, String type, @Nullable String parentId) {
    JsonObject space = new JsonObject();
    String id = UUID.randomUUID().toString();
    space.addProperty("id", id);
    space.addProperty("name", name);
    space.addProperty("type", type);
    space.addProperty("parentSpaceId", parentId);
    spaces.put(id, space);
    return id;
  }

  private static JsonArray ontologies() {
    JsonArray ontologies = new JsonArray();
    for (String name : List.of("Default", "Required")) {
      JsonObject ontology = new JsonObject();
      ontology.addProperty("id", ontologies.size() + 1);
      ontology.addProperty("name", name);
      ontology.addProperty("loaded", true);
      ontologies.add(ontology);
    }
    return ontologies;
  }

  private static String camelCase(String name) {
    return name.equalsIgnoreCase("parentSpaceId") ? "parentSpaceId" : name.toLowerCase(Locale.ROOT);
  }

  private static MockResponse message(int status, String message) {
    JsonObject body = new JsonObject();
    body.addProperty("message", message);
    return TwinsResponses.json(status, body);
  }
}
