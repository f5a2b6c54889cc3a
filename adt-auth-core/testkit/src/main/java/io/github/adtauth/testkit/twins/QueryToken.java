package io.github.adtauth.testkit.twins;

import java.util.Locale;
import java.util.Set;

/** A word, literal or symbol of a query, and its position in the text. */
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

  private static final Set<String> OPERATORS = Set.of("AND", "OR", "NOT", "IN", "TRUE", "FALSE");

  boolean is(String wordOrSign) {
    return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(wordOrSign);
  }

  /** Returns whether this is one of the given upper-case words, ignoring case. */
  boolean isOneOf(Set<String> words) {
    return kind == Kind.WORD && words.contains(text.toUpperCase(Locale.ROOT));
  }

  /** Returns whether this is a name, in brackets or not, rather than an operator. */
  boolean isName() {
    return kind == Kind.NAME || (kind == Kind.WORD && !isOneOf(OPERATORS));
  }

  ErrorResponseException unexpected() {
    return error("Unexpected input '" + displayText() + "'");
  }

  ErrorResponseException missing(String expected) {
    return error("missing " + expected + " at '" + displayText() + "'");
  }

  ErrorResponseException mismatched(String expected) {
    return error("mismatched input '" + displayText() + "' expecting " + expected);
  }

  ErrorResponseException error(String message) {
    return error(line, position, message);
  }

  static ErrorResponseException error(int line, int position, String message) {
    return ErrorResponseException.error(
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

  /** Returns an error for syntax that only the emulator rejects, with a message of its own. */
  ErrorResponseException unsupported() {
    return ErrorResponseException.error(
        501,
        "NotSupportedByLocalAzure",
        "The local Azure does not support "
            + text.toUpperCase(Locale.ROOT)
            + " in a query (line "
            + line
            + ", position "
            + position
            + ").");
  }

  private String displayText() {
    return kind == Kind.END ? "<EOF>" : text;
  }
}
