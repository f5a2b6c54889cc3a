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

/** The service's contract, Swagger 2.0: finds what is wrong with a request. */
final class Contract {
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);
  private final JsonObject document;

  Contract(String swagger) {
    document = JsonParser.parseString(swagger).getAsJsonObject();
  }

  /** An operation and the template of its path. */
  private record Stated(String template, JsonObject path, JsonObject operation) {}

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

  /** Names the operation that a request calls; empty if there is none. */
  String operationId(RecordedRequest request) {
    Stated stated = stated(request);
    return stated == null ? "" : stated.operation().get("operationId").getAsString();
  }

  /** Returns everything that is wrong, in words; empty if nothing is. */
  List<String> faults(RecordedRequest request) {
    Stated stated = stated(request);
    if (stated == null) {
      return List.of("no such operation: " + request.getRequestLine());
    }
    List<String> faults = new ArrayList<>();
    Set<String> queries = new HashSet<>();
    boolean body = false;
    for (JsonObject parameter : parameters(stated)) {
      String name = parameter.get("name").getAsString();
      switch (parameter.get("in").getAsString()) {
        case "query" -> {
          queries.add(name);
          check(parameter, request.getUrl().queryParameterValues(name), faults);
        }
        case "header" -> check(parameter, request.getHeaders().values(name), faults);
        case "path" -> check(parameter, List.of(segment(stated, request, name)), faults);
        default -> {
          body = true;
          checkBody(parameter, request, faults);
        }
      }
    }
    for (String name : request.getUrl().queryParameterNames()) {
      if (!queries.contains(name)) {
        faults.add("query parameter " + name + " is not in the contract");
      }
    }
    if (!body && request.getBodySize() > 0) {
      faults.add("a body where none is due");
    }
    return faults;
  }

  private void check(JsonObject parameter, List<String> values, List<String> faults) {
    String name = parameter.get("name").getAsString();
    if (values.isEmpty()) {
      if (parameter.has("required") && parameter.get("required").getAsBoolean()) {
        faults.add(name + " is missing");
      }
      return;
    }
    JsonObject schema = parameter.deepCopy();
    for (String word : List.of("name", "in", "required", "description", "collectionFormat")) {
      schema.remove(word);
    }
    JsonElement value = typed(schema.get("type").getAsString(), values);
    validate(name, schema, value, faults);
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

  private void checkBody(JsonObject parameter, RecordedRequest request, List<String> faults) {
    if (request.getBody() == null || request.getBodySize() == 0) {
      faults.add("the body is missing");
      return;
    }
    JsonElement value = JsonParser.parseString(request.getBody().utf8());
    validate("body", parameter.getAsJsonObject("schema").deepCopy(), value, faults);
  }

  private void validate(String what, JsonObject schema, JsonElement value, List<String> faults) {
    schema.add("definitions", document.get("definitions"));
    schemas
        .getSchema(schema.toString(), InputFormat.JSON)
        .validate(value.toString(), InputFormat.JSON)
        .forEach(error -> faults.add(what + ": " + error));
  }

  private List<JsonObject> parameters(Stated stated) {
    List<JsonObject> all = new ArrayList<>();
    for (JsonObject holder : List.of(stated.path(), stated.operation())) {
      if (holder.has("parameters")) {
        for (JsonElement each : holder.getAsJsonArray("parameters")) {
          JsonObject parameter = each.getAsJsonObject();
          String reference = parameter.has("$ref") ? parameter.get("$ref").getAsString() : "";
          all.add(
              reference.isEmpty()
                  ? parameter
                  : document
                      .getAsJsonObject("parameters")
                      .getAsJsonObject(reference.substring("#/parameters/".length())));
        }
      }
    }
    return all;
  }

  private @Nullable Stated stated(RecordedRequest request) {
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
        return new Stated(path.getKey(), item, item.getAsJsonObject(method));
      }
    }
    return null;
  }

  private static String segment(Stated stated, RecordedRequest request, String name) {
    int place =
        HttpUrl.get("https://x" + stated.template()).pathSegments().indexOf("{" + name + "}");
    return request.getUrl().pathSegments().get(place);
  }

  private JsonObject paths() {
    return document.getAsJsonObject("paths");
  }

  private static String operation(JsonObject path, String method) {
    return path.getAsJsonObject(method).get("operationId").getAsString();
  }
}
