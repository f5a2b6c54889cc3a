package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.stream.Stream;

/** A condition that is not composed of other conditions. */
sealed interface QueryPredicate extends QueryCondition {
  /** A comparison with {@code =}, {@code !=}, {@code <>}, {@code <}, {@code <=}, {@code >=}. */
  record Comparison(QueryOperand left, String operator, QueryOperand right)
      implements QueryPredicate {
    @Override
    public Truth test(QueryRow row, Store store) {
      JsonElement leftValue = left.value(row);
      JsonElement rightValue = right.value(row);
      if (operator.equals("=")) {
        return QueryOperand.equal(leftValue, rightValue);
      }
      if (operator.equals("!=") || operator.equals("<>")) {
        return QueryOperand.equal(leftValue, rightValue).not();
      }
      Integer order = QueryOperand.compare(leftValue, rightValue);
      if (order == null) {
        return Truth.UNDEFINED;
      }
      return Truth.of(
          switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
          });
    }

    @Override
    public Stream<String> collections() {
      return Stream.concat(left.collections(), right.collections());
    }
  }

  /** {@code IN}: whether a value is in a list. */
  record In(QueryOperand operand, List<JsonPrimitive> values) implements QueryPredicate {
    @Override
    public Truth test(QueryRow row, Store store) {
      JsonElement value = operand.value(row);
      return value == null
          ? Truth.UNDEFINED
          : Truth.of(
              values.stream().anyMatch(listed -> QueryOperand.equal(value, listed) == Truth.TRUE));
    }

    @Override
    public Stream<String> collections() {
      return operand.collections();
    }
  }

  /** {@code IS_DEFINED}, {@code IS_NULL}, {@code IS_STRING} and so on. */
  record TypeCheck(QueryFunction.Type function, QueryOperand operand) implements QueryPredicate {
    @Override
    public Truth test(QueryRow row, Store store) {
      JsonElement value = operand.value(row);
      return Truth.of(value != null && function.test(value));
    }

    @Override
    public Stream<String> collections() {
      return operand.collections();
    }
  }

  /** {@code STARTSWITH}, {@code ENDSWITH} and {@code CONTAINS}. */
  record TextCheck(QueryFunction.Text function, QueryOperand operand, String text)
      implements QueryPredicate {
    @Override
    public Truth test(QueryRow row, Store store) {
      JsonElement value = operand.value(row);
      return value != null && Json.isString(value)
          ? Truth.of(function.test(value.getAsString(), text))
          : Truth.UNDEFINED;
    }

    @Override
    public Stream<String> collections() {
      return operand.collections();
    }
  }

  /** {@code ARRAY_CONTAINS}: whether a value is a direct element of an array. */
  record ArrayContains(QueryOperand operand, JsonPrimitive element) implements QueryPredicate {
    @Override
    public Truth test(QueryRow row, Store store) {
      return operand.value(row) instanceof JsonArray array
          ? Truth.of(
              array.asList().stream()
                  .anyMatch(value -> QueryOperand.equal(value, element) == Truth.TRUE))
          : Truth.UNDEFINED;
    }

    @Override
    public Stream<String> collections() {
      return operand.collections();
    }
  }

  /** {@code IS_OF_MODEL}: matches derived models and later versions unless exact. */
  record OfModel(String collection, String modelId, boolean exact) implements QueryPredicate {
    @Override
    public Truth test(QueryRow row, Store store) {
      JsonObject twin = row.get(collection);
      return Truth.of(twin != null && matches(Store.modelOf(twin), store));
    }

    boolean matches(String model, Store store) {
      return exact ? model.equals(modelId) : store.isOfModel(model, modelId);
    }

    @Override
    public Stream<String> collections() {
      return Stream.of(collection);
    }
  }
}
