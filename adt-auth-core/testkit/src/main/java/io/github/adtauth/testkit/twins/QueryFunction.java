package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The query functions that test a single value or compare it with a string. */
final class QueryFunction {
  private QueryFunction() {}

  /** A function with a property as its only argument. A missing property is of no type. */
  enum Type {
    IS_BOOL(Json::isBoolean),
    IS_DEFINED(value -> true),
    IS_NULL(JsonElement::isJsonNull),
    IS_NUMBER(Json::isNumber),
    IS_OBJECT(JsonElement::isJsonObject),
    IS_PRIMITIVE(value -> value.isJsonPrimitive() || value.isJsonNull()),
    IS_STRING(Json::isString);

    private final Predicate<JsonElement> check;

    Type(Predicate<JsonElement> check) {
      this.check = check;
    }

    boolean test(JsonElement value) {
      return check.test(value);
    }
  }

  /** A case-sensitive function of a string property and a string literal. */
  enum Text {
    STARTSWITH(String::startsWith),
    ENDSWITH(String::endsWith),
    CONTAINS(String::contains);

    private final BiPredicate<String, String> check;

    Text(BiPredicate<String, String> check) {
      this.check = check;
    }

    boolean test(String value, String text) {
      return check.test(value, text);
    }
  }
}
