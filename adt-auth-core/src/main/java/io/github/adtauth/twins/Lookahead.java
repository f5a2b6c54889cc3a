package io.github.adtauth.twins;

import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a page leads to before the page is read, so that the next can be on its way
 * meanwhile. A guess: it skips over the rest without checking it.
 */
final class Lookahead {
  private Lookahead() {}

  /** Returns the last string that the outermost object has under the name; null if none. */
  static @Nullable String string(String json, String name) {
    int found = -1;
    int depth = 0;
    for (int i = 0; i < json.length(); i++) {
      switch (json.charAt(i)) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case '"' -> {
          int end = endOfString(json, i);
          if (end < 0) {
            return null;
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
    return found < 0 || json.charAt(found) != '"' ? null : text(json, found);
  }

  /** Returns where the value behind a name begins; -1 if this was no name. */
  private static int value(String json, int from) {
    int colon = behindSpace(json, from);
    if (colon == json.length() || json.charAt(colon) != ':') {
      return -1;
    }
    int value = behindSpace(json, colon + 1);
    return value == json.length() ? -1 : value;
  }

  private static int behindSpace(String json, int from) {
    int i = from;
    while (i < json.length() && " \t\r\n".indexOf(json.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static @Nullable String text(String json, int quote) {
    int end = endOfString(json, quote);
    String text =
        end < 0 ? "" : JsonParser.parseString(json.substring(quote, end + 1)).getAsString();
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
    while (json.charAt(quote - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }
}
