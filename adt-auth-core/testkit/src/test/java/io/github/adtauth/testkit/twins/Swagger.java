package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The service's own contract, which is not part of the project. Checks responses against it, except
 * for what was recorded of the real service and differs:
 *
 * <ul>
 *   <li>401, 403, 405, 415, 429 and the plain-text 404 come from the gateway and have no error
 *       code.
 *   <li>Errors of jobs have no header {@code x-ms-error-code}.
 *   <li>The last page of a list or query has a link that is null.
 *   <li>The path of delete jobs is {@code /jobs/deletions}.
 * </ul>
 */
final class Swagger {
  static final Path FILE = SharedFiles.path("swagger/digitaltwins.strict.json");

  private static final Set<Integer> GATEWAY_STATUSES = Set.of(401, 403, 405, 415, 429);
  private static final Set<String> CODES_WITHOUT_HEADER =
      Set.of("JobNotFound", "JobIdAlreadyExists");
  private static final Set<String> NULLABLE = Set.of("nextLink", "continuationToken");

  private final JsonObject definitions;
  private final Map<String, JsonObject> operations = new TreeMap<>();

  private Swagger(JsonObject document) {
    definitions = document.getAsJsonObject("definitions");
    JsonObject paths = document.getAsJsonObject("paths");
    for (String path : paths.keySet()) {
      JsonObject methods = paths.getAsJsonObject(path);
      for (String method : methods.keySet()) {
        if (!method.equals("parameters")) {
          String key = method.toUpperCase(Locale.ROOT) + " " + path;
          operations.put(
              key.replace("/jobs/delete", "/jobs/deletions"), methods.getAsJsonObject(method));
        }
      }
    }
  }

  /** Returns the contract, or null if it is not next to the project. */
  static @Nullable Swagger load() {
    try {
      return Files.exists(FILE) ? new Swagger(Json.readObject(Files.readString(FILE))) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<String> operationIds() {
    Set<String> ids = new TreeSet<>();
    operations.values().forEach(operation -> ids.add(id(operation)));
    return ids;
  }

  /** Returns the operation of a request, or null if the path and method belong to none. */
  @Nullable String operationId(String method, String target) {
    JsonObject operation = operation(method, target);
    return operation == null ? null : id(operation);
  }

  /** Returns what is wrong with a response. */
  List<String> violations(String method, String target, Result response) {
    JsonObject operation = operation(method, target);
    List<String> violations = new ArrayList<>();
    if (operation == null || isOfGateway(response)) {
      return violations;
    }
    JsonObject responses = operation.getAsJsonObject("responses");
    String status = String.valueOf(response.status());
    boolean isSuccess = responses.has(status);
    if (!isSuccess && response.status() < 400) {
      violations.add("status " + status + " is not declared");
      return violations;
    }
    JsonObject declared = responses.getAsJsonObject(isSuccess ? status : "default");
    checkHeaders(declared, response, violations);
    checkBody(declared, response, violations);
    return violations;
  }

  private static boolean isOfGateway(Result response) {
    return GATEWAY_STATUSES.contains(response.status())
        || response.body().equals("Sub-Domain not found");
  }

  private @Nullable JsonObject operation(String method, String target) {
    String path = target.split("[?]", 2)[0];
    for (Map.Entry<String, JsonObject> operation : operations.entrySet()) {
      String[] key = operation.getKey().split(" ", 2);
      String pattern = "(?i)" + key[1].replaceAll("\\{[^}]+\\}", "[^/]+").replace("$", "\\$");
      if (key[0].equals(method) && path.matches(pattern)) {
        return operation.getValue();
      }
    }
    return null;
  }

  private static String id(JsonObject operation) {
    return operation.get("operationId").getAsString();
  }

  private static void checkHeaders(JsonObject declared, Result response, List<String> violations) {
    if (!declared.has("headers")) {
      return;
    }
    for (String name : declared.getAsJsonObject("headers").keySet()) {
      boolean mayBeAbsent =
          name.equals("x-ms-error-code") && CODES_WITHOUT_HEADER.contains(code(response));
      String value = response.headers().get(name);
      if (value == null && !mayBeAbsent) {
        violations.add("header " + name + " is missing");
      } else if (name.equals("x-ms-error-code") && value != null && !value.equals(code(response))) {
        violations.add("header x-ms-error-code differs from the body");
      } else if (name.equals("ETag") && value != null && !value.matches("W/\"[^\"]+\"")) {
        violations.add("header ETag is not a weak ETag: " + value);
      }
    }
  }

  private static String code(Result response) {
    JsonObject error = Json.objectOrEmpty(Json.readObject(response.body()), "error");
    return String.valueOf(Json.string(error, "code"));
  }

  private void checkBody(JsonObject declared, Result response, List<String> violations) {
    if (!declared.has("schema")) {
      if (!response.body().isEmpty()) {
        violations.add("a body is not declared");
      }
      return;
    }
    String type = response.headers().get("Content-Type");
    if (type == null || !type.startsWith("application/json")) {
      violations.add("Content-Type is " + type);
    }
    check(declared.getAsJsonObject("schema"), Json.read(response.body()), "body", violations);
  }

  private void check(JsonObject schema, JsonElement value, String place, List<String> violations) {
    if (schema.has("$ref")) {
      String reference = schema.get("$ref").getAsString();
      String name = reference.substring(reference.lastIndexOf('/') + 1);
      check(definitions.getAsJsonObject(name), value, place, violations);
      return;
    }
    String type = Json.string(schema, "type");
    if (type == null) {
      type = schema.has("properties") ? "object" : "any";
    }
    boolean matches =
        switch (type) {
          case "object" -> value.isJsonObject();
          case "array" -> value.isJsonArray();
          case "string" -> Json.isString(value);
          case "boolean" -> Json.isBoolean(value);
          case "integer", "number" -> Json.isNumber(value);
          default -> true;
        };
    if (!matches) {
      violations.add(place + " must be of type " + type + ": " + value);
      return;
    }
    if (value instanceof JsonObject object) {
      checkMembers(schema, object, place, violations);
    } else if (value instanceof JsonArray array && schema.has("items")) {
      for (int i = 0; i < array.size(); i++) {
        check(schema.getAsJsonObject("items"), array.get(i), place + "/" + i, violations);
      }
    } else {
      checkText(schema, value, place, violations);
    }
  }

  private void checkMembers(
      JsonObject schema, JsonObject object, String place, List<String> violations) {
    for (JsonElement required : JsonLd.asSet(schema.get("required"))) {
      if (!object.has(required.getAsString())) {
        violations.add(place + " has no " + required.getAsString());
      }
    }
    JsonObject properties = Json.objectOrEmpty(schema, "properties");
    for (String name : object.keySet()) {
      JsonElement member = object.get(name);
      if (properties.has(name)) {
        if (!(member.isJsonNull() && NULLABLE.contains(name))) {
          check(properties.getAsJsonObject(name), member, place + "/" + name, violations);
        }
      } else if (schema.get("additionalProperties") instanceof JsonObject additional) {
        check(additional, member, place + "/" + name, violations);
      } else if (!properties.isEmpty()) {
        violations.add(place + " has an undeclared member " + name);
      }
    }
  }

  private static void checkText(
      JsonObject schema, JsonElement value, String place, List<String> violations) {
    if (schema.has("enum") && !schema.getAsJsonArray("enum").contains(value)) {
      violations.add(place + " has an undeclared value " + value);
    }
    if ("date-time".equals(Json.string(schema, "format"))) {
      try {
        OffsetDateTime.parse(value.getAsString());
      } catch (DateTimeParseException e) {
        violations.add(place + " is not a time: " + value);
      }
    }
  }
}
