package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.json.JsonTrees;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a page leads to before the page is read, so that the next can be on its way
 * meanwhile. A guess: it skips over the rest without checking it.
 */
final class NextLinkScanner {
  private NextLinkScanner() {}

  /** Returns the last string that the outermost object has under the name; null if none. */
  static @Nullable String string(String json, String name) {
    int found = find(json, name);
    return found < 0 ? null : text(json, found);
  }

  /** Returns whether {@link #string} would find one. */
  static boolean has(String json, String name) {
    int found = find(json, name);
    return found >= 0 && endOfString(json, found) > found + 1;
  }

  /** Returns where the string begins; -1 if there is none. */
  private static int find(String json, String name) {
    int last = lastValue(json, name);
    return last < 0 ? scan(json, name) : last;
  }

  /** Returns where the string begins with which the text ends, if it has the name; else -1. */
  private static int lastValue(String json, String name) {
    int brace = beforeSpace(json, json.length());
    int end = brace < 0 || json.charAt(brace) != '}' ? -1 : beforeSpace(json, brace);
    if (end < 0 || json.charAt(end) != '"' || isEscaped(json, end)) {
      return -1;
    }
    int value = beginOfString(json, end);
    int colon = beforeSpace(json, value);
    int nameEnd = colon < 0 || json.charAt(colon) != ':' ? -1 : beforeSpace(json, colon);
    int nameBegin = nameEnd - name.length() - 1;
    boolean named =
        nameBegin > 0
            && json.charAt(skipWhitespace(json, 0)) == '{'
            && json.charAt(nameEnd) == '"'
            && json.charAt(nameBegin) == '"'
            && !isEscaped(json, nameBegin)
            && json.startsWith(name, nameBegin + 1);
    return named ? value : -1;
  }

  private static int scan(String json, String name) {
    int found = -1;
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
            int value = value(json, end + 1);
            found = value < 0 ? found : value;
          }
          i = end;
        }
        default -> {}
      }
    }
    return found < 0 || json.charAt(found) != '"' ? -1 : found;
  }

  /** Returns where the value behind a name begins; -1 if this was no name. */
  private static int value(String json, int from) {
    int colon = skipWhitespace(json, from);
    if (colon == json.length() || json.charAt(colon) != ':') {
      return -1;
    }
    int value = skipWhitespace(json, colon + 1);
    return value == json.length() ? -1 : value;
  }

  private static int skipWhitespace(String json, int from) {
    int i = from;
    while (i < json.length() && " \t\r\n".indexOf(json.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** Returns where the last character before an index is that is not a space; -1 if none. */
  private static int beforeSpace(String json, int index) {
    int i = index - 1;
    while (i >= 0 && " \t\r\n".indexOf(json.charAt(i)) >= 0) {
      i--;
    }
    return i;
  }

  private static int beginOfString(String json, int quote) {
    int begin = json.lastIndexOf('"', quote - 1);
    while (begin >= 0 && isEscaped(json, begin)) {
      begin = json.lastIndexOf('"', begin - 1);
    }
    return begin;
  }

  private static @Nullable String text(String json, int quote) {
    int end = endOfString(json, quote);
    if (end < 0) {
      return null;
    }
    String text = JsonTrees.lenient(json.substring(quote, end + 1)).getAsString();
    return text.isEmpty() ? null : text;
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
