package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.json.JsonTrees;
import org.jspecify.annotations.Nullable;

/**
 * Finds the continuation token or next link of a page before the page is parsed, so that the next
 * page can be requested while this one is parsed. The result is presumed: the rest of the text is
 * not validated, and the caller compares it with the parsed page.
 *
 * <p>The service writes the member last, so the scanner first checks the last member of the text.
 * If that has another name, it scans the text from the start. Measured: without the first check,
 * reading pages of 1,000 relationships needs 1.2 times as much CPU.
 */
final class NextLinkScanner {
  private NextLinkScanner() {}

  /** Returns the last non-empty string with this name in the outermost object, or null. */
  static @Nullable String find(String json, String name) {
    int last = lastMember(json, name);
    int quote = last < 0 ? scan(json, name) : last;
    int end = quote < 0 ? -1 : endOfString(json, quote);
    if (end <= quote + 1) {
      return null; // not found, not terminated, or empty
    }
    return JsonTrees.lenient(json.substring(quote, end + 1)).getAsString();
  }

  /** Returns the opening quote of the value of the last member if it has this name; else -1. */
  private static int lastMember(String json, String name) {
    int brace = lastBefore(json, json.length());
    int end = brace < 0 || json.charAt(brace) != '}' ? -1 : lastBefore(json, brace);
    if (end < 0 || json.charAt(end) != '"' || isEscaped(json, end)) {
      return -1;
    }
    int value = startOfString(json, end);
    int colon = lastBefore(json, value);
    int nameEnd = colon < 0 || json.charAt(colon) != ':' ? -1 : lastBefore(json, colon);
    int nameStart = nameEnd - name.length() - 1;
    boolean hasName =
        nameStart > 0
            && json.charAt(skipWhitespace(json, 0)) == '{'
            && json.charAt(nameEnd) == '"'
            && json.charAt(nameStart) == '"'
            && !isEscaped(json, nameStart)
            && json.startsWith(name, nameStart + 1);
    return hasName ? value : -1;
  }

  /**
   * Returns the opening quote of the last value with this name in the outermost object; else -1.
   */
  private static int scan(String json, String name) {
    int last = -1;
    int depth = 0;
    for (int i = 0; i < json.length(); i++) {
      switch (json.charAt(i)) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case '"' -> {
          int end = endOfString(json, i);
          if (end < 0) {
            return -1;
          }
          if (depth == 1 && end - i - 1 == name.length() && json.startsWith(name, i + 1)) {
            int value = valueAfterName(json, end + 1);
            last = value < 0 ? last : value;
          }
          i = end;
        }
        default -> {}
      }
    }
    return last < 0 || json.charAt(last) != '"' ? -1 : last;
  }

  /** Returns the start of the value after a string, or -1 if the string is not a name. */
  private static int valueAfterName(String json, int from) {
    int colon = skipWhitespace(json, from);
    if (colon == json.length() || json.charAt(colon) != ':') {
      return -1;
    }
    int value = skipWhitespace(json, colon + 1);
    return value == json.length() ? -1 : value;
  }

  private static int skipWhitespace(String json, int from) {
    int i = from;
    while (i < json.length() && isWhitespace(json.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Returns the index of the last character before an index that is not white space, or -1. */
  private static int lastBefore(String json, int index) {
    int i = index - 1;
    while (i >= 0 && isWhitespace(json.charAt(i))) {
      i--;
    }
    return i;
  }

  private static boolean isWhitespace(char c) {
    return " \t\r\n".indexOf(c) >= 0;
  }

  private static int startOfString(String json, int quote) {
    int start = json.lastIndexOf('"', quote - 1);
    while (start >= 0 && isEscaped(json, start)) {
      start = json.lastIndexOf('"', start - 1);
    }
    return start;
  }

  private static int endOfString(String json, int quote) {
    int end = json.indexOf('"', quote + 1);
    while (end >= 0 && isEscaped(json, end)) {
      end = json.indexOf('"', end + 1);
    }
    return end;
  }

  private static boolean isEscaped(String json, int quote) {
    int backslashes = 0;
    while (backslashes < quote && json.charAt(quote - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }
}
