package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads DTDL v2 and v3 interfaces. Throws a DTDLParserError if one is invalid. An interface within
 * another is a model of its own. The documentation of the service does not allow them, but its
 * parser does.
 */
final class DtdlReader {
  private static final int MAX_INTERFACE_ID_LENGTH = 128;
  private static final int MAX_RELATIONSHIP_PROPERTIES = 300;
  private static final Set<String> CONTENT_TYPES =
      Set.of("Property", "Relationship", "Component", "Telemetry", "Command");

  private final String id;
  private final DtdlContext context;
  private final JsonObject element;
  private final String uploadTime;
  private final List<Model> models;
  private final DtdlElements elements;
  private final DtdlSchemas schemas;
  private final Set<String> names = new HashSet<>();
  private final Map<String, JsonElement> properties = new LinkedHashMap<>();
  private final Map<String, JsonObject> relationships = new LinkedHashMap<>();
  private final Map<String, String> components = new LinkedHashMap<>();
  private final Set<String> annotated = new HashSet<>();

  private DtdlReader(
      String id, DtdlContext context, JsonObject element, String uploadTime, List<Model> models) {
    this.id = id;
    this.context = context;
    this.element = element;
    this.uploadTime = uploadTime;
    this.models = models;
    this.elements = new DtdlElements(context);
    this.schemas = new DtdlSchemas(context, elements, element);
  }

  static boolean isDtmi(@Nullable String id) {
    return id != null && DtdlVersion.V3.isDtmi(id);
  }

  /** Returns the model of the document, followed by those of the interfaces within it. */
  static List<Model> read(JsonElement document, String uploadTime) {
    if (!(document instanceof JsonObject object)) {
      throw error("Top-level element must be a JSON object.");
    }
    List<Model> models = new ArrayList<>();
    readInterface(object, null, uploadTime, models);
    return models;
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

  /** Adds an interface and those within it, and returns its id. */
  private static String readInterface(
      JsonObject document, @Nullable DtdlContext outer, String uploadTime, List<Model> models) {
    String id = Json.string(document, "@id");
    if (id == null) {
      throw error(
          "Top-level element requires an identifer but none provided. Add an '@id' property whose"
              + " value is a string that conforms to the DTMI syntax -- see"
              + " https://github.com/Azure/digital-twin-model-identifier.");
    }
    if (!isDtmi(id) || id.length() > MAX_INTERFACE_ID_LENGTH) {
      throw error("Identifier '" + id + "' is not a valid DTMI");
    }
    JsonElement ownContext = document.get("@context");
    DtdlContext context =
        ownContext == null && outer != null ? outer : DtdlContext.read(id, ownContext);
    if (!context.version().isDtmi(id)) {
      throw error("Identifier '" + id + "' is not a valid DTMI of this DTDL version");
    }
    JsonObject copy = document.deepCopy();
    if (ownContext == null) {
      copy.add("@context", context.document());
    }
    int position = models.size();
    DtdlReader reader = new DtdlReader(id, context, JsonLd.normalize(document), uploadTime, models);
    models.add(position, reader.readModel(copy));
    return id;
  }

  private Model readModel(JsonObject document) {
    elements.kind(element, Set.of("Interface"), id);
    for (JsonElement schema : JsonLd.asSet(element.get("schemas"))) {
      schemas.checkReusable(schema, id);
    }
    for (JsonElement content : JsonLd.asSet(element.get("contents"))) {
      addContent(DtdlSchemas.object(content, "contents", id));
    }
    return new Model(
        id,
        context.version(),
        document,
        localized(element.get("displayName")),
        localized(element.get("description")),
        bases(),
        names,
        properties,
        relationships,
        components,
        schemas.named(),
        annotated,
        uploadTime,
        false);
  }

  private void addContent(JsonObject content) {
    String name = elements.name(content, id);
    DtdlSchemas.checkUnique(names, name, id);
    String where = "element '" + name + "' of " + id;
    String kind = elements.kind(content, CONTENT_TYPES, where);
    switch (kind) {
      case "Property" -> {
        schemas.check(content, true, where);
        properties.put(name, content.get("schema"));
      }
      case "Relationship" -> {
        checkRelationship(content, where);
        relationships.put(name, content);
      }
      case "Component" -> components.put(name, interfaceOf(content.get("schema"), "schema", where));
      case "Telemetry" -> schemas.check(content, false, where);
      default -> checkCommand(content, where);
    }
    if (DtdlElements.types(content).contains("ValueAnnotation")) {
      String annotates = Json.string(content, "annotates");
      if (annotates == null) {
        throw error(where + " requires the property 'annotates'");
      }
      annotated.add(annotates);
    }
  }

  private void checkRelationship(JsonObject relationship, String where) {
    JsonElement target = relationship.get("target");
    if (target != null && !(Json.isString(target) && isDtmi(target.getAsString()))) {
      throw error("The property 'target' of " + where + " must be a DTMI");
    }
    checkMultiplicity(relationship, "minMultiplicity", 0, 0, where);
    checkMultiplicity(relationship, "maxMultiplicity", 1, context.version().maxMultiplicity, where);
    JsonArray declared = JsonLd.asSet(relationship.get("properties"));
    if (context.version() == DtdlVersion.V2 && declared.size() > MAX_RELATIONSHIP_PROPERTIES) {
      throw error("The property 'properties' of " + where + " has too many values");
    }
    Set<String> propertyNames = new HashSet<>();
    for (JsonElement item : declared) {
      JsonObject property = DtdlSchemas.object(item, "properties", where);
      String name = elements.name(property, where);
      DtdlSchemas.checkUnique(propertyNames, name, where);
      String propertyWhere = "property '" + name + "' of " + where;
      elements.kind(property, Set.of("Property"), propertyWhere);
      schemas.check(property, true, propertyWhere);
    }
  }

  private static void checkMultiplicity(
      JsonObject relationship, String name, int min, int max, String where) {
    JsonElement value = relationship.get(name);
    if (value == null) {
      return;
    }
    BigDecimal number = Json.number(value);
    if (number == null
        || number.scale() > 0
        || number.compareTo(BigDecimal.valueOf(min)) < 0
        || number.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw error(
          "The property '" + name + "' of " + where + " must be between " + min + " and " + max);
    }
  }

  private void checkCommand(JsonObject command, String where) {
    for (String payload : new String[] {"request", "response"}) {
      if (command.has(payload)) {
        JsonObject object = DtdlSchemas.object(command.get(payload), payload, where);
        String kind =
            context.version() == DtdlVersion.V2
                ? "CommandPayload"
                : payload.equals("request") ? "CommandRequest" : "CommandResponse";
        elements.name(object, where);
        elements.checkImplied(object, kind, where);
        schemas.check(object, false, payload + " of " + where);
      }
    }
  }

  private List<String> bases() {
    JsonArray declared = JsonLd.asSet(element.get("extends"));
    if (declared.size() > context.version().maxBases) {
      throw error(
          "extends of "
              + id
              + " must not have more than "
              + context.version().maxBases
              + " values");
    }
    List<String> bases = new ArrayList<>();
    for (JsonElement base : declared) {
      bases.add(interfaceOf(base, "extends", id));
    }
    return bases;
  }

  /** Returns the id of an interface that is referred to or defined in place. */
  private String interfaceOf(@Nullable JsonElement reference, String name, String where) {
    if (reference instanceof JsonObject inline) {
      return readInterface(inline, context, uploadTime, models);
    }
    if (reference == null || !Json.isString(reference) || !isDtmi(reference.getAsString())) {
      throw error("The property '" + name + "' of " + where + " must name an interface");
    }
    return reference.getAsString();
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
