package io.github.adtauth.testkit.twins;

import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.twins.QueryToken.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of a query in order. */
final class QueryTokens {
  /** The documented reserved keywords, which must be in double square brackets to be names. */
  private static final Set<String> RESERVED =
      Set.of(
          ("ALL AND AS ASC AVG BY COUNT DESC DEVICES_JOBS DEVICES_MODULES DEVICES ENDS_WITH FALSE"
                  + " FROM GROUP IN IS_BOOL IS_DEFINED IS_NULL IS_NUMBER IS_OBJECT IS_PRIMITIVE"
                  + " IS_STRING MAX MIN NOT NOT_IN NULL OR ORDER SELECT STARTS_WITH SUM TOP TRUE"
                  + " WHERE IS_OF_MODEL")
              .split(" "));

  private static final Set<String> CLAUSES = Set.of("JOIN", "RELATED", "MATCH");

  private final List<QueryToken> tokens;
  private int position;

  QueryTokens(String query) {
    tokens = QueryTokenizer.tokens(query);
  }

  QueryToken peek() {
    return tokens.get(position);
  }

  /** Returns the next token and advances. Rejects the end of the query. */
  QueryToken next() {
    QueryToken token = peek();
    if (token.kind() == Kind.END) {
      throw token.unexpected();
    }
    position++;
    return token;
  }

  boolean accept(String wordOrSign) {
    boolean accepted = peek().is(wordOrSign);
    if (accepted) {
      position++;
    }
    return accepted;
  }

  void expect(String wordOrSign) {
    if (!accept(wordOrSign)) {
      throw peek().missing(wordOrSign);
    }
  }

  /** Advances to the arguments of a function if the next token is its name. */
  boolean acceptCall(String function) {
    boolean accepted = peek().is(function) && isFollowedBy("(");
    if (accepted) {
      position += 2;
    }
    return accepted;
  }

  /** Returns whether the next token can name a collection. */
  boolean isAlias() {
    return isIdentifier(peek()) && !peek().isOneOf(CLAUSES);
  }

  /** Returns whether the token after the next one is this symbol. */
  boolean isFollowedBy(String sign) {
    return peek().kind() != Kind.END && tokens.get(position + 1).is(sign);
  }

  /** Reads a name: a word that is not reserved, or any text in double square brackets. */
  QueryToken name() {
    QueryToken token = next();
    if (!isIdentifier(token)) {
      throw token.unexpected();
    }
    return token;
  }

  /** Reads names separated by dots. */
  List<String> path() {
    List<String> path = new ArrayList<>();
    do {
      path.add(name().text());
    } while (accept("."));
    return path;
  }

  String string() {
    QueryToken token = next();
    if (token.kind() != Kind.STRING) {
      throw token.unexpected();
    }
    return token.text();
  }

  /** Reads a non-negative integer. */
  int count() {
    QueryToken token = next();
    if (token.kind() != Kind.NUMBER || !token.text().matches("[0-9]{1,9}")) {
      throw token.unexpected();
    }
    return Integer.parseInt(token.text());
  }

  /** Reads a string, number or Boolean literal. Returns null if the next token is not a literal. */
  @Nullable JsonPrimitive literal() {
    QueryToken token = peek();
    if (token.kind() == Kind.STRING) {
      return new JsonPrimitive(next().text());
    }
    if (token.kind() == Kind.NUMBER) {
      return new JsonPrimitive(new BigDecimal(next().text()));
    }
    if (token.is("TRUE") || token.is("FALSE")) {
      return new JsonPrimitive(next().is("TRUE"));
    }
    return null;
  }

  private static boolean isIdentifier(QueryToken token) {
    return token.isName() && !token.isOneOf(RESERVED);
  }
}
