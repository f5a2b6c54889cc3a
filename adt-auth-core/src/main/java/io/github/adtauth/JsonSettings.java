package io.github.adtauth;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import io.github.adtauth.internal.json.JsonTrees;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a JSON object as .NET reads settings: comments and trailing commas are welcome. */
final class JsonSettings {
  private static final Pattern PLACE = Pattern.compile("at (line \\d+ column \\d+)");

  private JsonSettings() {}

  static Map<String, String> read(Path file, String text) {
    JsonElement root;
    try {
      root = JsonTrees.lenient(withoutTrailingCommas(text));
    } catch (JsonParseException e) {
      // The parser's own words would quote the file, and the file may hold a secret.
      Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
      throw new IllegalArgumentException(
          "The settings file "
              + ConfigFile.shown(file)
              + " is not JSON"
              + (place.find() ? ": look at " + place.group(1) + "." : "."));
    }
    if (!root.isJsonObject()) {
      throw new IllegalArgumentException(
          "The settings file " + ConfigFile.shown(file) + " is not a JSON object.");
    }
    Map<String, String> found = new LinkedHashMap<>();
    root.getAsJsonObject()
        .entrySet()
        .forEach(
            e -> {
              List<String> words = words(e.getValue());
              if (!words.isEmpty()) {
                found.put(e.getKey(), String.join(" ", words));
              }
            });
    return found;
  }

  /** Returns one word, the words of an array ({@code Scopes}), or none for null and objects. */
  private static List<String> words(JsonElement value) {
    List<String> words = new ArrayList<>();
    if (value.isJsonArray()) {
      for (JsonElement one : value.getAsJsonArray()) {
        if (one.isJsonPrimitive()) {
          words.add(one.getAsString());
        }
      }
    } else if (value.isJsonPrimitive()) {
      words.add(value.getAsString());
    }
    return words;
  }

  /** Gson skips comments, but it refuses a comma before a closing bracket. */
  private static String withoutTrailingCommas(String json) {
    StringBuilder out = new StringBuilder(json);
    int comma = -1;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (json.startsWith("//", i)) {
        i = end(json, "\n", i);
      } else if (json.startsWith("/*", i)) {
        i = end(json, "*/", i + 2);
      } else if (c == ',') {
        comma = i;
      } else if (!Character.isWhitespace(c)) {
        if (comma >= 0 && (c == '}' || c == ']')) {
          out.setCharAt(comma, ' ');
        }
        comma = -1;
        i = c == '"' ? endOfString(json, i) : i;
      }
    }
    return out.toString();
  }

  private static int endOfString(String json, int quote) {
    int i = quote + 1;
    while (i < json.length() && json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }

  private static int end(String json, String mark, int from) {
    int at = json.indexOf(mark, from);
    return at < 0 ? json.length() : at + mark.length() - 1;
  }
}
