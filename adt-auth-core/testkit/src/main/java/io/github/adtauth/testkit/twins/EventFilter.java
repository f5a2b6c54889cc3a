package io.github.adtauth.testkit.twins;

import io.github.adtauth.testkit.twins.QueryToken.Kind;
import java.util.List;
import java.util.Set;

/** Checks the syntax of an event route's filter. Filters are never evaluated. */
final class EventFilter {
  private static final Set<String> OPERATORS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");
  private static final Set<String> FUNCTIONS = Set.of("STARTS_WITH", "ENDS_WITH", "CONTAINS");
  private static final int MAX_DEPTH = 50;

  private final List<QueryToken> tokens;
  private int position;
  private int depth;

  private EventFilter(List<QueryToken> tokens) {
    this.tokens = tokens;
  }

  static void check(String filter) {
    List<QueryToken> tokens;
    try {
      tokens = QueryTokenizer.tokens(filter);
    } catch (ErrorResponseException e) {
      throw invalid("Parsing error");
    }
    EventFilter parser = new EventFilter(tokens);
    parser.condition();
    if (parser.peek().kind() != Kind.END) {
      throw unexpected(parser.peek());
    }
  }

  private void condition() {
    if (++depth > MAX_DEPTH) {
      throw unexpected(peek());
    }
    do {
      accept("NOT");
      term();
    } while (accept("AND") || accept("OR"));
    depth--;
  }

  private void term() {
    if (accept("(")) {
      condition();
      expect(")");
    } else if (FUNCTIONS.stream().anyMatch(this::accept)) {
      expect("(");
      path();
      expect(",");
      literal();
      expect(")");
    } else if (!accept("TRUE") && !accept("FALSE")) {
      comparison();
    }
  }

  private void comparison() {
    path();
    if (accept("IN")) {
      expect("[");
      do {
        literal();
      } while (accept(","));
      expect("]");
    } else if (OPERATORS.stream().anyMatch(this::accept)) {
      literal();
    } else {
      throw unexpected(peek());
    }
  }

  private void path() {
    do {
      if (!peek().isName()) {
        throw unexpected(peek());
      }
      position++;
    } while (accept("."));
  }

  private void literal() {
    if (peek().kind() == Kind.STRING || peek().kind() == Kind.NUMBER) {
      position++;
    } else if (!accept("TRUE") && !accept("FALSE")) {
      throw unexpected(peek());
    }
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
