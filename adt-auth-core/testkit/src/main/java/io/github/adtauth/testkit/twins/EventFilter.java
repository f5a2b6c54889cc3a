package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The filter of an event route. */
@FunctionalInterface
interface EventFilter {
  /** The event types that filters of the first API version may contain. */
  Map<String, String> LEGACY_TYPES =
      Map.of(
          "Microsoft.DigitalTwins.Twin.Create", "DigitalTwinLifecycleNotification",
          "Microsoft.DigitalTwins.Twin.Delete", "DigitalTwinLifecycleNotification",
          "Microsoft.DigitalTwins.Twin.Update", "DigitalTwinChangeNotification",
          "Microsoft.DigitalTwins.Relationship.Create", "DigitalTwinRelationshipChangeNotification",
          "Microsoft.DigitalTwins.Relationship.Update", "DigitalTwinRelationshipChangeNotification",
          "Microsoft.DigitalTwins.Relationship.Delete", "DigitalTwinRelationshipChangeNotification",
          "microsoft.iot.telemetry", "DigitalTwinTelemetryMessages");

  /** Returns whether the event is delivered. */
  boolean test(CloudEvent event);

  static EventFilter allOf(List<EventFilter> filters) {
    return event -> filters.stream().allMatch(filter -> filter.test(event));
  }

  static EventFilter anyOf(List<EventFilter> filters) {
    return event -> filters.stream().anyMatch(filter -> filter.test(event));
  }

  default EventFilter not() {
    return event -> !test(event);
  }

  /** Compares with a literal. Values of other types match no comparison, not even {@code !=}. */
  static EventFilter comparison(List<String> path, String operator, JsonElement literal) {
    return event -> {
      JsonElement value = value(event, path);
      boolean isEquality = operator.equals("=");
      boolean isInequality = operator.equals("!=") || operator.equals("<>");
      if (literal.isJsonNull()) {
        boolean isNull = value == null || value.isJsonNull();
        return isNull ? isEquality : isInequality;
      }
      if (isEquality || isInequality) {
        return QueryOperand.equal(value, literal) == Truth.of(isEquality);
      }
      Integer order = QueryOperand.compare(value, literal);
      if (order == null) {
        return false;
      }
      return switch (operator) {
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    };
  }

  static EventFilter in(List<String> path, List<JsonElement> literals) {
    return anyOf(literals.stream().map(literal -> comparison(path, "=", literal)).toList());
  }

  /** Tests a text with {@code STARTS_WITH} and the like. */
  static EventFilter text(
      List<String> path, BiPredicate<String, String> function, JsonElement literal) {
    return event -> {
      JsonElement value = value(event, path);
      return value != null
          && Json.isString(value)
          && Json.isString(literal)
          && function.test(value.getAsString(), literal.getAsString());
    };
  }

  private static @Nullable JsonElement value(CloudEvent event, List<String> path) {
    JsonElement value = attribute(event, path.get(0));
    for (String name : path.subList(1, path.size())) {
      value = value instanceof JsonObject object ? object.get(name) : null;
    }
    return value;
  }

  private static JsonElement attribute(CloudEvent event, String name) {
    String text =
        switch (name) {
          case "id" -> event.id();
          case "type" -> event.type();
          case "source" -> event.source();
          // Documented: the subject of telemetry that a component did not send is empty.
          case "subject" -> event.subject() == null ? "" : event.subject();
          case "dataschema" -> event.dataSchema();
          case "datacontenttype" -> event.dataContentType();
          case "specversion" -> "1.0";
          case "time" -> event.time();
          case "$eventType" -> LEGACY_TYPES.get(event.type());
          default -> null;
        };
    if (name.equals("$body")) {
      return event.data();
    }
    return text == null ? JsonNull.INSTANCE : new JsonPrimitive(text);
  }
}
