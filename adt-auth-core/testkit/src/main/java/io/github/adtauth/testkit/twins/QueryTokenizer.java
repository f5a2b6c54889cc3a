package io.github.adtauth.testkit.twins;

import io.github.adtauth.testkit.twins.QueryToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a query into tokens. */
final class QueryTokenizer {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<space>\\s+)"
              + "|\\[\\[(?<name>[^\\[\\]'\"]+)\\]\\]"
              + "|(?<word>[A-Za-z_$][A-Za-z0-9_$]*)"
              + "|(?<number>-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?(?![A-Za-z0-9_$]|\\.(?!\\.)))"
              + "|(?<sign><>|!=|<=|>=|\\.\\.|[=<>(),.*:|\\[\\]-])");

  private final String query;
  private final List<QueryToken> tokens = new ArrayList<>();
  private int position;
  private int line = 1;
  private int lineStart;

  private QueryTokenizer(String query) {
    this.query = query;
  }

  static List<QueryToken> tokens(String query) {
    return new QueryTokenizer(query).run();
  }

  private List<QueryToken> run() {
    Matcher matcher = TOKEN.matcher(query);
    while (position < query.length()) {
      char next = query.charAt(position);
      if (next == '\'' || next == '"') {
        string(next);
      } else if (matcher.region(position, query.length()).lookingAt()) {
        add(matcher);
        position = matcher.end();
      } else {
        throw QueryToken.error(line, position - lineStart, "Unexpected input '" + next + "'");
      }
    }
    add(Kind.END, "");
    return tokens;
  }

  private void add(Matcher matcher) {
    if (matcher.group("space") != null) {
      countLines(matcher.group("space"));
    } else if (matcher.group("name") != null) {
      add(Kind.NAME, matcher.group("name"));
    } else if (matcher.group("word") != null) {
      add(Kind.WORD, matcher.group("word"));
    } else if (matcher.group("number") != null) {
      add(Kind.NUMBER, matcher.group("number"));
    } else {
      add(Kind.SIGN, matcher.group("sign"));
    }
  }

  private void add(Kind kind, String text) {
    tokens.add(new QueryToken(kind, text, line, position - lineStart));
  }

  private void countLines(String text) {
    int newline = text.lastIndexOf('\n');
    if (newline >= 0) {
      line += (int) text.chars().filter(c -> c == '\n').count();
      lineStart = position + newline + 1;
    }
  }

  /** Reads a literal. A backslash may only escape a quote or another backslash. */
  private void string(char quote) {
    StringBuilder text = new StringBuilder();
    int i = position + 1;
    while (i < query.length() && query.charAt(i) != quote) {
      char c = query.charAt(i);
      if (c == '\\') {
        i++;
        c = i < query.length() ? query.charAt(i) : ' ';
        if (c != '\'' && c != '"' && c != '\\') {
          throw QueryToken.error(line, i - 1 - lineStart, "Unexpected input '\\" + c + "'");
        }
      }
      text.append(c);
      i++;
    }
    if (i >= query.length()) {
      throw QueryToken.error(
          line, position - lineStart, "Unexpected input '" + query.substring(position) + "'");
    }
    add(Kind.STRING, text.toString());
    countLines(query.substring(position, i));
    position = i + 1;
  }
}
