package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a DTDL v2 or v3 interface. Throws a DTDLParserError if it is invalid. */
final class DtdlReader {
  private static final Pattern DTMI =
      Pattern.compile(
          "dtmi:[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?"
              + "(?::[A-Za-z_](?:[A-Za-z0-9_]*[A-Za-z0-9])?)*;[1-9][0-9]{0,8}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?");
  private static final Set<String> CONTENT_TYPES =
      Set.of("Property", "Relationship", "Component", "Telemetry", "Command");

  private final String uploadTime;
  private final Map<String, JsonElement> properties = new LinkedHashMap<>();
  private final Map<String, JsonObject> relationships = new LinkedHashMap<>();
  private final Map<String, String> components = new LinkedHashMap<>();
  private final Map<String, JsonElement> telemetryAndCommands = new LinkedHashMap<>();

  private DtdlReader(String uploadTime) {
    this.uploadTime = uploadTime;
  }

  static boolean isDtmi(@Nullable String id) {
    return id != null && DTMI.matcher(id).matches();
  }

  static Model read(JsonElement document, String uploadTime) {
    if (document instanceof JsonObject object) {
      return new DtdlReader(uploadTime).readModel(object);
    }
    throw error("Top-level element must be a JSON object.");
  }

  static ErrorResponseException error(String problem) {
    return ErrorResponseException.error(
        400,
        "DTDLParserError",
        "None of the models in this request could be created due to a problem with one or more"
            + " models: "
            + problem
            + ". See model documentation(http://aka.ms/ADTv2Models) for supported format.");
  }

  private Model readModel(JsonObject document) {
    String id = Json.string(document, "@id");
    if (id == null) {
      throw error(
          "Top-level element requires an identifer but none provided. Add an '@id' property whose"
              + " value is a string that conforms to the DTMI syntax -- see"
              + " https://github.com/Azure/digital-twin-model-identifier.");
    }
    if (!isDtmi(id)) {
      throw error("Identifier '" + id + "' is not a valid DTMI");
    }
    checkContext(id, document.get("@context"));
    if (!typesOf(document).contains("Interface")) {
      throw error("Top-level element " + id + " must have the @type Interface");
    }
    for (JsonElement content : asList(document.get("contents"))) {
      addContent(id, content);
    }
    return new Model(
        id,
        document.deepCopy(),
        localized(document.get("displayName")),
        localized(document.get("description")),
        bases(id, document),
        properties,
        relationships,
        components,
        schemas(document),
        uploadTime,
        false);
  }

  private static void checkContext(String id, @Nullable JsonElement context) {
    for (JsonElement entry : asList(context)) {
      if (Json.isString(entry) && entry.getAsString().startsWith("dtmi:dtdl:context;")) {
        if (entry.getAsString().matches("dtmi:dtdl:context;[23](#.*)?")) {
          return;
        }
        throw ErrorResponseException.error(
            400,
            "ModelVersionNotSupported",
            "The DTDL version of " + id + " is not supported: " + entry.getAsString() + ".");
      }
    }
    throw error("@context of " + id + " must name dtmi:dtdl:context;2 or dtmi:dtdl:context;3");
  }

  private void addContent(String id, JsonElement element) {
    if (!(element instanceof JsonObject content)) {
      throw error("contents of " + id + " must be objects");
    }
    String name = Json.string(content, "name");
    if (name == null || !NAME.matcher(name).matches()) {
      throw error("An element of " + id + " has no valid name");
    }
    if (properties.containsKey(name)
        || relationships.containsKey(name)
        || components.containsKey(name)
        || telemetryAndCommands.containsKey(name)) {
      throw error("The name '" + name + "' is used more than once in " + id);
    }
    List<String> kinds = typesOf(content).stream().filter(CONTENT_TYPES::contains).toList();
    if (kinds.size() != 1) {
      throw error("Element '" + name + "' of " + id + " has no valid @type");
    }
    switch (kinds.get(0)) {
      case "Property" -> properties.put(name, schema(id, name, content));
      case "Relationship" -> {
        checkRelationshipProperties(id, name, content);
        relationships.put(name, content);
      }
      case "Component" -> components.put(name, componentSchema(id, name, content));
      default -> telemetryAndCommands.put(name, content);
    }
  }

  private static JsonElement schema(String id, String name, JsonObject content) {
    JsonElement schema = content.get("schema");
    if (!SchemaValidator.isSchema(schema)) {
      throw error("Property '" + name + "' of " + id + " has no valid schema");
    }
    return schema;
  }

  private static void checkRelationshipProperties(String id, String name, JsonObject content) {
    if (content.has("properties") && !(content.get("properties") instanceof JsonArray)) {
      throw error("properties of relationship '" + name + "' of " + id + " must be a list");
    }
    for (JsonElement element : asList(content.get("properties"))) {
      if (!(element instanceof JsonObject property) || Json.string(property, "name") == null) {
        throw error("A property of relationship '" + name + "' of " + id + " has no name");
      }
      schema(id, name, property);
    }
  }

  private static String componentSchema(String id, String name, JsonObject content) {
    String schema = Json.string(content, "schema");
    if (schema == null || !isDtmi(schema)) {
      throw error("Component '" + name + "' of " + id + " must name an interface in schema");
    }
    return schema;
  }

  private static List<String> bases(String id, JsonObject document) {
    List<String> bases = new ArrayList<>();
    for (JsonElement base : asList(document.get("extends"))) {
      if (!Json.isString(base) || !isDtmi(base.getAsString())) {
        throw error("extends of " + id + " must name interfaces");
      }
      bases.add(base.getAsString());
    }
    return bases;
  }

  private static Map<String, JsonElement> schemas(JsonObject document) {
    Map<String, JsonElement> schemas = new LinkedHashMap<>();
    for (JsonElement schema : asList(document.get("schemas"))) {
      String id = schema instanceof JsonObject object ? Json.string(object, "@id") : null;
      if (id != null) {
        schemas.put(id, schema);
      }
    }
    return schemas;
  }

  private static List<String> typesOf(JsonObject element) {
    List<String> types = new ArrayList<>();
    for (JsonElement type : asList(element.get("@type"))) {
      if (Json.isString(type)) {
        types.add(type.getAsString());
      }
    }
    return types;
  }

  /** Returns the value as an array, because JSON-LD permits a single value for a list of one. */
  private static JsonArray asList(@Nullable JsonElement value) {
    JsonArray list = new JsonArray();
    if (value instanceof JsonArray array) {
      return array;
    }
    if (value != null && !value.isJsonNull()) {
      list.add(value);
    }
    return list;
  }

  private static JsonObject localized(@Nullable JsonElement text) {
    if (text instanceof JsonObject object) {
      return object.deepCopy();
    }
    JsonObject map = new JsonObject();
    if (Json.isString(text)) {
      map.add("en", text);
    }
    return map;
  }
}
