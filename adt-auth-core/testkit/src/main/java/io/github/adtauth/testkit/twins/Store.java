package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The data of an instance. Callers hold the emulator's lock. */
final class Store {
  /** The contents of a model, including those inherited from its bases. */
  record ModelContents(
      Map<String, JsonElement> properties,
      Map<String, JsonObject> relationships,
      Map<String, String> components,
      Map<String, JsonElement> schemas) {}

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.+%_#*?!(),=@$':;]{1,128}");
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS", Locale.ROOT);

  final NavigableMap<String, Model> models = new TreeMap<>();
  final Twins twins = new Twins();

  final Relationships relationships = new Relationships();

  private final Map<Limit, Integer> limits = new EnumMap<>(Limit.class);

  /** The host name that events contain. */
  final String host;

  private final Clock clock;

  /** The page size set by a test, or 0 for the default of each operation. */
  int pageSize;

  Store(String host, Clock clock) {
    this.host = host;
    this.clock = clock;
  }

  int pageSize(int defaultSize) {
    return pageSize > 0 ? pageSize : defaultSize;
  }

  /** Returns the current time in UTC, with 7 fraction digits and without an offset. */
  String now() {
    return timeAfter(Duration.ZERO);
  }

  /** Returns the time after the given duration, in the format of {@link #now}. */
  String timeAfter(Duration fromNow) {
    return TIMESTAMP.format(
        OffsetDateTime.ofInstant(clock.instant().plus(fromNow), ZoneOffset.UTC));
  }

  void clear() {
    models.clear();
    twins.clear();
    relationships.clear();
  }

  static String newEtag() {
    return "W/\"" + UUID.randomUUID() + "\"";
  }

  static String etag(JsonObject entity) {
    return entity.get("$etag").getAsString();
  }

  JsonObject twin(String id) {
    checkId(id);
    JsonObject twin = twins.get(id);
    if (twin == null) {
      throw ErrorResponseException.error(
          404,
          "DigitalTwinNotFound",
          "There is no digital twin instance that exists with the ID "
              + id
              + ". Please verify that the twin id is valid and ensure that the twin is not deleted."
              + " See section on querying the twins https://aka.ms/adtv2query.");
    }
    return twin;
  }

  /** Returns the contents of a model, or null if it or one of its dependencies does not exist. */
  @Nullable ModelContents contentsOf(String modelId) {
    ModelContents contents =
        new ModelContents(
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    for (String id : withBases(modelId)) {
      Model model = models.get(id);
      if (model == null || !models.keySet().containsAll(model.dependencies())) {
        return null;
      }
      contents.properties().putAll(model.properties());
      contents.relationships().putAll(model.relationships());
      contents.components().putAll(model.components());
      contents.schemas().putAll(model.schemas());
    }
    return contents;
  }

  boolean isA(String modelId, String baseId) {
    return withBases(modelId).contains(baseId);
  }

  /** Returns whether a model is, or extends, the given model or a later version of it. */
  boolean isOfModel(String modelId, String baseId) {
    return withBases(modelId).stream().anyMatch(id -> Model.isSameOrLater(id, baseId));
  }

  private Set<String> withBases(String modelId) {
    Set<String> seen = new HashSet<>();
    collectBases(modelId, seen);
    return seen;
  }

  private void collectBases(String modelId, Set<String> seen) {
    if (seen.add(modelId)) {
      Model model = models.get(modelId);
      if (model != null) {
        model.bases().forEach(base -> collectBases(base, seen));
      }
    }
  }

  static String modelOf(JsonObject twin) {
    String model = Json.string(Json.objectOrEmpty(twin, "$metadata"), "$model");
    return model == null ? "" : model;
  }

  /** Throws a 412 unless If-Match is absent, a star, or contains the current etag. */
  static void checkIfMatch(@Nullable String ifMatch, JsonObject current) {
    if (ifMatch == null) {
      return;
    }
    for (String etag : ifMatch.split(",", -1)) {
      if (etag.strip().equals("*") || etag.strip().equals(Json.string(current, "$etag"))) {
        return;
      }
    }
    throw ErrorResponseException.error(
        412,
        "PreconditionFailed",
        "The provided etag "
            + ifMatch
            + " doesn't match the current etag for the resource. Please obtain and provide the"
            + " latest etag by getting the resource. See section on get apis in the documentation"
            + " https://aka.ms/adtv2twins.");
  }

  void limit(Limit limit, int max) {
    limits.put(limit, max);
  }

  /** Throws if the given count exceeds the limit. */
  void checkLimit(Limit limit, int count) {
    int max = limits.getOrDefault(limit, limit.max);
    if (count > max) {
      throw ErrorResponseException.error(
          400, limit.code, "The limit of " + max + " has been reached. See aka.ms/dtv2limits.");
    }
  }

  static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  static void checkId(String id) {
    if (!isId(id)) {
      throw ErrorResponseException.error(
          400, "InvalidArgument", "The id " + id + " has characters or a length not supported.");
    }
  }
}
