package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What WHERE says of a twin: true, false or, where a property is missing, undefined. */
@FunctionalInterface
interface QueryCondition {
  /** Three-valued logic: NOT undefined is undefined, and only true selects. */
  enum Truth {
    FALSE,
    UNDEFINED,
    TRUE;

    static Truth of(boolean value) {
      return value ? TRUE : FALSE;
    }
  }

  Truth test(JsonObject twin, Store store);

  static QueryCondition and(QueryCondition left, QueryCondition right) {
    return (twin, store) -> least(left.test(twin, store), right.test(twin, store));
  }

  static QueryCondition or(QueryCondition left, QueryCondition right) {
    return not(and(not(left), not(right)));
  }

  static QueryCondition not(QueryCondition condition) {
    return (twin, store) ->
        switch (condition.test(twin, store)) {
          case TRUE -> Truth.FALSE;
          case FALSE -> Truth.TRUE;
          case UNDEFINED -> Truth.UNDEFINED;
        };
  }

  static QueryCondition compare(Operand left, String operator, Operand right) {
    return (twin, store) -> compare(left.value(twin), operator, right.value(twin));
  }

  static QueryCondition in(Operand operand, List<JsonElement> values) {
    return (twin, store) -> {
      JsonElement value = operand.value(twin);
      return value == null
          ? Truth.UNDEFINED
          : Truth.of(
              values.stream().anyMatch(candidate -> compare(value, "=", candidate) == Truth.TRUE));
    };
  }

  static QueryCondition isDefined(List<String> path) {
    return (twin, store) -> Truth.of(at(twin, path) != null);
  }

  static QueryCondition startsWith(List<String> path, String prefix) {
    return (twin, store) -> {
      JsonElement value = at(twin, path);
      return value == null || !Json.isString(value)
          ? Truth.UNDEFINED
          : Truth.of(value.getAsString().startsWith(prefix));
    };
  }

  static QueryCondition isOfModel(String modelId, boolean exact) {
    return (twin, store) -> {
      String model = Store.modelOf(twin);
      return Truth.of(exact ? model.equals(modelId) : store.isA(model, modelId));
    };
  }

  /** One side of a comparison: a path below the twin or a literal. */
  record Operand(List<String> path, @Nullable JsonElement literal) {
    @Nullable JsonElement value(JsonObject twin) {
      return literal != null ? literal : at(twin, path);
    }
  }

  static @Nullable JsonElement at(JsonObject twin, List<String> path) {
    JsonElement value = twin;
    for (String name : path) {
      if (!(value instanceof JsonObject object) || !object.has(name)) {
        return null;
      }
      value = object.get(name);
    }
    return value;
  }

  private static Truth compare(
      @Nullable JsonElement left, String operator, @Nullable JsonElement right) {
    int order;
    if (left == null || right == null) {
      return Truth.UNDEFINED;
    } else if (Json.isNumber(left) && Json.isNumber(right)) {
      order = number(left).compareTo(number(right));
    } else if (Json.isString(left) && Json.isString(right)) {
      order = left.getAsString().compareTo(right.getAsString());
    } else if (Json.isBoolean(left) && Json.isBoolean(right) && isEquality(operator)) {
      order = left.equals(right) ? 0 : 1;
    } else {
      return Truth.UNDEFINED;
    }
    return Truth.of(
        switch (operator) {
          case "=" -> order == 0;
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          case ">=" -> order >= 0;
          default -> order != 0;
        });
  }

  private static boolean isEquality(String operator) {
    return operator.equals("=") || operator.equals("!=") || operator.equals("<>");
  }

  private static BigDecimal number(JsonElement value) {
    return new BigDecimal(value.getAsString());
  }

  private static Truth least(Truth left, Truth right) {
    return left.compareTo(right) <= 0 ? left : right;
  }
}
