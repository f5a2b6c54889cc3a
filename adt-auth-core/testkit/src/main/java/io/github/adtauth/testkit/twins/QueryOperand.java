package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A property or a literal. */
sealed interface QueryOperand {
  /** Returns the value, or null if the row's twin or relationship does not have the property. */
  @Nullable JsonElement value(QueryRow row);

  Stream<String> collections();

  /** The member of a collection's item at a path. An empty path denotes the item itself. */
  record Property(String collection, List<String> path) implements QueryOperand {
    @Override
    public @Nullable JsonElement value(QueryRow row) {
      JsonElement value = row.get(collection);
      for (String name : path) {
        value = value instanceof JsonObject object ? object.get(name) : null;
      }
      return value;
    }

    @Override
    public Stream<String> collections() {
      return Stream.of(collection);
    }

    boolean isMember(String ofCollection, String name) {
      return collection.equals(ofCollection) && path.equals(List.of(name));
    }
  }

  /** A string, a number or a Boolean value. */
  record Literal(JsonPrimitive value) implements QueryOperand {
    @Override
    public JsonElement value(QueryRow row) {
      return value;
    }

    @Override
    public Stream<String> collections() {
      return Stream.empty();
    }
  }

  /** Compares two values of the same type. Returns null if they are not comparable. */
  static @Nullable Integer compare(@Nullable JsonElement left, @Nullable JsonElement right) {
    if (left == null || right == null) {
      return null;
    } else if (Json.isNumber(left) && Json.isNumber(right)) {
      BigDecimal leftNumber = Json.number(left);
      BigDecimal rightNumber = Json.number(right);
      return leftNumber == null || rightNumber == null ? null : leftNumber.compareTo(rightNumber);
    } else if (Json.isString(left) && Json.isString(right)) {
      return left.getAsString().compareTo(right.getAsString());
    }
    return null;
  }

  /** Returns whether two values of the same type are equal. Undefined if their types differ. */
  static Truth equal(@Nullable JsonElement left, @Nullable JsonElement right) {
    if (left != null && Json.isBoolean(left) && Json.isBoolean(right)) {
      return Truth.of(left.equals(right));
    }
    Integer order = compare(left, right);
    return order == null ? Truth.UNDEFINED : Truth.of(order == 0);
  }
}
