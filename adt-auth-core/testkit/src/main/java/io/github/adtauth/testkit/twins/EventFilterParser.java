package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.twins.QueryToken.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Parses the filter of an event route. */
final class EventFilterParser {
  private static final List<String> OPERATORS = List.of("=", "!=", "<>", "<=", "<", ">=", ">");
  private static final Map<String, BiPredicate<String, String>> FUNCTIONS =
      Map.of(
          "STARTS_WITH", String::startsWith,
          "ENDS_WITH", String::endsWith,
          "CONTAINS", String::contains);
  private static final int MAX_DEPTH = 50;

  private final List<QueryToken> tokens;
  private int position;
  private int depth;

  private EventFilterParser(List<QueryToken> tokens) {
    this.tokens = tokens;
  }

  static EventFilter parse(String filter) {
    List<QueryToken> tokens;
    try {
      tokens = QueryTokenizer.tokens(filter);
    } catch (ErrorResponseException e) {
      throw invalid("Parsing error");
    }
    EventFilterParser parser = new EventFilterParser(tokens);
    EventFilter parsed = parser.disjunction();
    if (parser.peek().kind() != Kind.END) {
      throw unexpected(parser.peek());
    }
    return parsed;
  }

  private EventFilter disjunction() {
    if (++depth > MAX_DEPTH) {
      throw unexpected(peek());
    }
    List<EventFilter> operands = new ArrayList<>();
    do {
      operands.add(conjunction());
    } while (accept("OR"));
    depth--;
    return EventFilter.anyOf(operands);
  }

  private EventFilter conjunction() {
    List<EventFilter> operands = new ArrayList<>();
    do {
      operands.add(negation());
    } while (accept("AND"));
    return EventFilter.allOf(operands);
  }

  private EventFilter negation() {
    return accept("NOT") ? term().not() : term();
  }

  private EventFilter term() {
    if (accept("(")) {
      EventFilter filter = disjunction();
      expect(")");
      return filter;
    }
    if (accept("TRUE")) {
      return event -> true;
    }
    if (accept("FALSE")) {
      return event -> false;
    }
    for (Map.Entry<String, BiPredicate<String, String>> function : FUNCTIONS.entrySet()) {
      if (accept(function.getKey())) {
        return function(function.getValue());
      }
    }
    return comparison();
  }

  private EventFilter function(BiPredicate<String, String> function) {
    expect("(");
    List<String> path = path();
    expect(",");
    JsonElement text = literal();
    expect(")");
    return EventFilter.text(path, function, text);
  }

  private EventFilter comparison() {
    List<String> path = path();
    if (accept("IN")) {
      expect("[");
      List<JsonElement> literals = new ArrayList<>();
      do {
        literals.add(literal());
      } while (accept(","));
      expect("]");
      return EventFilter.in(path, literals);
    }
    for (String operator : OPERATORS) {
      if (accept(operator)) {
        return EventFilter.comparison(path, operator, literal());
      }
    }
    throw unexpected(peek());
  }

  private List<String> path() {
    List<String> path = new ArrayList<>();
    do {
      if (!peek().isName()) {
        throw unexpected(peek());
      }
      path.add(peek().text());
      position++;
    } while (accept("."));
    return path;
  }

  private JsonElement literal() {
    QueryToken token = peek();
    JsonElement literal = literal(token);
    if (literal == null) {
      throw unexpected(token);
    }
    position++;
    return literal;
  }

  private static @Nullable JsonElement literal(QueryToken token) {
    if (token.kind() == Kind.STRING) {
      return new JsonPrimitive(token.text());
    } else if (token.kind() == Kind.NUMBER) {
      return new JsonPrimitive(new BigDecimal(token.text()));
    } else if (token.is("TRUE") || token.is("FALSE")) {
      return new JsonPrimitive(token.is("TRUE"));
    }
    return token.is("NULL") ? JsonNull.INSTANCE : null;
  }

  private void expect(String sign) {
    if (!accept(sign)) {
      throw unexpected(peek());
    }
  }

  private boolean accept(String wordOrSign) {
    boolean matches = peek().is(wordOrSign);
    if (matches) {
      position++;
    }
    return matches;
  }

  private QueryToken peek() {
    return tokens.get(position);
  }

  /** Returns a syntax error. Unlike query errors, its positions start at one. */
  private static ErrorResponseException unexpected(QueryToken token) {
    return invalid(
        "Parsing error, Line="
            + token.line()
            + ", Position="
            + (token.position() + 1)
            + ", Message=Unexpected input '"
            + (token.kind() == Kind.END ? "<EOF>" : token.text())
            + "'");
  }

  static ErrorResponseException invalid(String problem) {
    return ErrorResponseException.error(
        400,
        "EventRouteFilterInvalid",
        "The provided filter is invalid. "
            + problem
            + ". See event route documentation for supported values and structure"
            + " (https://aka.ms/ADTv2Routes).");
  }
}
