package io.github.adtauth;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a JSON object as .NET reads settings: comments and trailing commas are allowed, duplicate
 * keys are not.
 */
final class JsonSettings {
  private static final Pattern POSITION = Pattern.compile("at (line \\d+ column \\d+)");

  private final Path file;
  private final JsonReader reader;
  private final Consumer<String> nested;
  private final Map<String, String> values = new LinkedHashMap<>();

  private JsonSettings(Path file, String json, Consumer<String> nested) {
    this.file = file;
    this.reader = new JsonReader(new StringReader(json));
    this.nested = nested;
  }

  /**
   * Returns the values of the top level. The elements of an array are joined with spaces.
   *
   * @param nested receives the path of each value below the top level, such as {@code section.key}
   */
  static Map<String, String> read(Path file, String text, Consumer<String> nested) {
    JsonSettings settings = new JsonSettings(file, withoutExtras(text), nested);
    try {
      return settings.read();
    } catch (IOException | IllegalStateException e) {
      // The parser's message may quote the file, and the file may contain a secret.
      Matcher position = POSITION.matcher(String.valueOf(e.getMessage()));
      throw settings.invalid("JSON" + (position.find() ? ": see " + position.group(1) : ""));
    }
  }

  private Map<String, String> read() throws IOException {
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      throw invalid("a JSON object");
    }
    readObject("");
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw invalid("JSON");
    }
    return values;
  }

  private void readObject(String path) throws IOException {
    Set<String> keys = new HashSet<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      if (!keys.add(key)) {
        throw ConfigFile.duplicate(file, path + key);
      }
      List<String> words = new ArrayList<>();
      readValue(path + key, words);
      if (path.isEmpty() && !words.isEmpty()) {
        values.put(key, String.join(" ", words));
      }
    }
    reader.endObject();
  }

  /** Reads a value and adds its text, or the texts of an array. Null and objects add nothing. */
  private void readValue(String path, List<String> words) throws IOException {
    switch (reader.peek()) {
      case BEGIN_OBJECT -> readObject(path + ".");
      case BEGIN_ARRAY -> {
        reader.beginArray();
        while (reader.hasNext()) {
          readValue(path, words);
        }
        reader.endArray();
      }
      case NULL -> reader.nextNull();
      case BOOLEAN -> addWord(path, words, String.valueOf(reader.nextBoolean()));
      default -> addWord(path, words, reader.nextString());
    }
  }

  private void addWord(String path, List<String> words, String word) {
    words.add(word);
    if (path.indexOf('.') >= 0) {
      nested.accept(path);
    }
  }

  private IllegalArgumentException invalid(String format) {
    return new IllegalArgumentException(
        "The settings file " + ConfigFile.redact(file) + " is not " + format + ".");
  }

  /** Returns JSON of the same length without comments and trailing commas. */
  private static String withoutExtras(String json) {
    StringBuilder out = new StringBuilder(json);
    int comma = -1;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (json.startsWith("//", i)) {
        i = blank(out, i, end(json, "\n", i));
      } else if (json.startsWith("/*", i)) {
        i = blank(out, i, end(json, "*/", i + 2));
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

  private static int blank(StringBuilder out, int from, int to) {
    for (int i = from; i <= to && i < out.length(); i++) {
      if (out.charAt(i) != '\n') {
        // Keep line breaks, because error messages contain line numbers.
        out.setCharAt(i, ' ');
      }
    }
    return to;
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
