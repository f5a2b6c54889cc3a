package io.github.adtauth.testkit.twins;

import java.util.Locale;
import java.util.Set;

/** One word, literal or sign of a query, and where it stands. */
record QueryToken(Kind kind, String text, int line, int position) {
  enum Kind {
    WORD,
    /** A name in double square brackets, which may be a reserved word. */
    NAME,
    STRING,
    NUMBER,
    SIGN,
    END
  }

  private static final Set<String> RESERVED =
      Set.of(
          "SELECT",
          "TOP",
          "COUNT",
          "FROM",
          "DIGITALTWINS",
          "RELATIONSHIPS",
          "JOIN",
          "RELATED",
          "MATCH",
          "WHERE",
          "AS",
          "AND",
          "OR",
          "NOT",
          "IN",
          "NIN",
          "TRUE",
          "FALSE",
          "NULL",
          "IS_OF_MODEL",
          "IS_DEFINED",
          "STARTSWITH",
          "ORDER",
          "BY",
          "GROUP",
          "DISTINCT",
          "LIKE");

  boolean is(String wordOrSign) {
    return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(wordOrSign);
  }

  boolean isName() {
    return kind == Kind.NAME
        || (kind == Kind.WORD && !RESERVED.contains(text.toUpperCase(Locale.ROOT)));
  }

  Refused unexpected() {
    return error("Unexpected input '" + shown() + "'");
  }

  Refused missing(String expected) {
    return error("missing " + expected + " at '" + shown() + "'");
  }

  Refused error(String message) {
    return error(line, position, message);
  }

  static Refused error(int line, int position, String message) {
    return Refused.error(
        400,
        "SqlQueryError",
        "SQL query parse failed: SQL Parser Error, Line="
            + line
            + ", Position="
            + position
            + ", Message="
            + message
            + " See samples in http://aka.ms/adtv2query for the correct syntax.");
  }

  private String shown() {
    return kind == Kind.END ? "<EOF>" : text;
  }
}
