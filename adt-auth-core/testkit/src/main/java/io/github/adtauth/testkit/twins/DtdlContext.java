package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code @context} of an interface: the version of the language and its extensions.
 *
 * @param document the value as uploaded
 * @param adjunctTypes the types that the extensions add, except the semantic types
 * @param hasSemanticTypes whether semantic types may be used
 * @param hasUnknownTypes whether an extension defines types that are not known here
 */
record DtdlContext(
    JsonElement document,
    DtdlVersion version,
    Set<String> adjunctTypes,
    boolean hasSemanticTypes,
    boolean hasUnknownTypes) {
  private static final String EXTENSION = "dtmi:dtdl:extension:";
  private static final String SEMANTIC_TYPES = EXTENSION + "quantitativeTypes;1";
  private static final Map<String, String> ADJUNCT_TYPES =
      Map.of(
          EXTENSION + "historization;1", "Historized",
          EXTENSION + "annotation;1", "ValueAnnotation",
          EXTENSION + "streaming;1", "Streaming",
          EXTENSION + "overriding;1", "Override");

  static DtdlContext read(String id, @Nullable JsonElement context) {
    JsonArray entries = JsonLd.asSet(context);
    DtdlVersion version = version(id, entries);
    Set<String> adjunctTypes = new HashSet<>();
    boolean hasSemanticTypes = version == DtdlVersion.V2;
    boolean hasUnknownTypes = false;
    for (JsonElement entry : entries) {
      if (!Json.isString(entry)) {
        throw DtdlReader.error("@context of " + id + " must contain only strings");
      }
      String name = entry.getAsString();
      String adjunctType = ADJUNCT_TYPES.get(name);
      if (version == DtdlVersion.V3 && adjunctType != null) {
        adjunctTypes.add(adjunctType);
      } else if (version == DtdlVersion.V3 && name.equals(SEMANTIC_TYPES)) {
        hasSemanticTypes = true;
      } else if (version == DtdlVersion.V2 && !name.startsWith("dtmi:dtdl:")) {
        // The parser of the service accepts extensions that it does not know in DTDL v2, only.
        hasUnknownTypes = true;
      } else if (!name.startsWith("dtmi:dtdl:context;")) {
        throw DtdlReader.error("@context of " + id + " names an unknown extension " + name);
      }
    }
    return new DtdlContext(
        entries, version, Set.copyOf(adjunctTypes), hasSemanticTypes, hasUnknownTypes);
  }

  private static DtdlVersion version(String id, JsonArray entries) {
    for (JsonElement entry : entries) {
      if (Json.isString(entry) && entry.getAsString().startsWith("dtmi:dtdl:context;")) {
        if (entry.getAsString().matches("dtmi:dtdl:context;[23](#.*)?")) {
          return entry.getAsString().startsWith("dtmi:dtdl:context;2")
              ? DtdlVersion.V2
              : DtdlVersion.V3;
        }
        throw ErrorResponseException.error(
            400,
            "ModelVersionNotSupported",
            "The DTDL version of " + id + " is not supported: " + entry.getAsString() + ".");
      }
    }
    throw DtdlReader.error(
        "@context of " + id + " must name dtmi:dtdl:context;2 or dtmi:dtdl:context;3");
  }
}
