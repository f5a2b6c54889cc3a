package io.github.adtauth.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The published contract of the service (Swagger 2.0). Validates requests. */
final class Contract {
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);
  private final JsonObject document;

  Contract(String swagger) {
    document = JsonParser.parseString(swagger).getAsJsonObject();
  }

  /** An operation of the contract with the template of its path. */
  private record ContractOperation(String template, JsonObject path, JsonObject operation) {}

  Set<String> operationIds() {
    Set<String> ids = new TreeSet<>();
    for (Map.Entry<String, JsonElement> path : paths().entrySet()) {
      for (String method : path.getValue().getAsJsonObject().keySet()) {
        if (!method.equals("parameters")) {
          ids.add(operation(path.getValue().getAsJsonObject(), method));
        }
      }
    }
    return ids;
  }

  /** Returns the id of the operation that a request calls, or an empty string. */
  String operationId(RecordedRequest request) {
    ContractOperation operation = operation(request);
    return operation == null ? "" : operation.operation().get("operationId").getAsString();
  }

  /** Returns descriptions of all violations of the contract. */
  List<String> violations(RecordedRequest request) {
    ContractOperation operation = operation(request);
    if (operation == null) {
      return List.of("no such operation: " + request.getRequestLine());
    }
    List<String> violations = new ArrayList<>();
    Set<String> queries = new HashSet<>();
    boolean body = false;
    for (JsonObject parameter : parameters(operation)) {
      String name = parameter.get("name").getAsString();
      switch (parameter.get("in").getAsString()) {
        case "query" -> {
          queries.add(name);
          check(parameter, request.getUrl().queryParameterValues(name), violations);
        }
        case "header" -> check(parameter, request.getHeaders().values(name), violations);
        case "path" -> check(parameter, List.of(segment(operation, request, name)), violations);
        default -> {
          body = true;
          checkBody(parameter, request, violations);
        }
      }
    }
    for (String name : request.getUrl().queryParameterNames()) {
      if (!queries.contains(name)) {
        violations.add("query parameter " + name + " is not in the contract");
      }
    }
    if (!body && request.getBodySize() > 0) {
      violations.add("unexpected body");
    }
    return violations;
  }

  private void check(JsonObject parameter, List<String> values, List<String> violations) {
    String name = parameter.get("name").getAsString();
    if (values.isEmpty()) {
      if (parameter.has("required") && parameter.get("required").getAsBoolean()) {
        violations.add(name + " is missing");
      }
      return;
    }
    JsonObject schema = parameter.deepCopy();
    for (String word : List.of("name", "in", "required", "description", "collectionFormat")) {
      schema.remove(word);
    }
    JsonElement value = typed(schema.get("type").getAsString(), values);
    validate(name, schema, value, violations);
  }

  private static JsonElement typed(String type, List<String> values) {
    return switch (type) {
      case "array" -> {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        yield array;
      }
      case "integer", "boolean" -> JsonParser.parseString(values.get(0));
      default -> new JsonPrimitive(String.join(",", values));
    };
  }

  private void checkBody(JsonObject parameter, RecordedRequest request, List<String> violations) {
    if (request.getBody() == null || request.getBodySize() == 0) {
      violations.add("the body is missing");
      return;
    }
    JsonElement value = JsonParser.parseString(request.getBody().utf8());
    validate("body", parameter.getAsJsonObject("schema").deepCopy(), value, violations);
  }

  private void validate(
      String name, JsonObject schema, JsonElement value, List<String> violations) {
    schema.add("definitions", document.get("definitions"));
    schemas
        .getSchema(schema.toString(), InputFormat.JSON)
        .validate(value.toString(), InputFormat.JSON)
        .forEach(error -> violations.add(name + ": " + error));
  }

  private List<JsonObject> parameters(ContractOperation operation) {
    List<JsonObject> parameters = new ArrayList<>();
    for (JsonObject holder : List.of(operation.path(), operation.operation())) {
      if (holder.has("parameters")) {
        for (JsonElement each : holder.getAsJsonArray("parameters")) {
          JsonObject parameter = each.getAsJsonObject();
          String reference = parameter.has("$ref") ? parameter.get("$ref").getAsString() : "";
          parameters.add(
              reference.isEmpty()
                  ? parameter
                  : document
                      .getAsJsonObject("parameters")
                      .getAsJsonObject(reference.substring("#/parameters/".length())));
        }
      }
    }
    return parameters;
  }

  private @Nullable ContractOperation operation(RecordedRequest request) {
    List<String> segments = request.getUrl().pathSegments();
    for (Map.Entry<String, JsonElement> path : paths().entrySet()) {
      List<String> template = HttpUrl.get("https://x" + path.getKey()).pathSegments();
      boolean matches = template.size() == segments.size();
      for (int i = 0; matches && i < template.size(); i++) {
        matches = template.get(i).startsWith("{") || template.get(i).equals(segments.get(i));
      }
      JsonObject item = path.getValue().getAsJsonObject();
      String method = request.getMethod().toLowerCase(java.util.Locale.ROOT);
      if (matches && item.has(method)) {
        return new ContractOperation(path.getKey(), item, item.getAsJsonObject(method));
      }
    }
    return null;
  }

  private static String segment(ContractOperation operation, RecordedRequest request, String name) {
    int index =
        HttpUrl.get("https://x" + operation.template()).pathSegments().indexOf("{" + name + "}");
    return request.getUrl().pathSegments().get(index);
  }

  private JsonObject paths() {
    return document.getAsJsonObject("paths");
  }

  private static String operation(JsonObject path, String method) {
    return path.getAsJsonObject(method).get("operationId").getAsString();
  }
}
