package io.github.adtauth;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from a {@code .properties} file or from the JSON of the 2018 samples
 * (appSettings.json), with the overlay {@code name.dev.ext} beside it where there is one.
 */
final class ConfigFile {
  private static final long MAX_BYTES = 1 << 20;

  private ConfigFile() {}

  static void read(Path file, DigitalTwinsConfig.Builder into) {
    readOne(file, into);
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    if (dot > 0) {
      Path overlay = file.resolveSibling(name.substring(0, dot) + ".dev" + name.substring(dot));
      if (Files.exists(overlay)) {
        readOne(overlay, into);
      }
    }
  }

  private static void readOne(Path file, DigitalTwinsConfig.Builder into) {
    String text = text(file);
    boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    (json ? json(file, text) : properties(file, text))
        .forEach(
            (key, value) -> {
              Setting setting = Setting.ofKey(key);
              if (setting != null) {
                into.set(setting, value, "'" + key + "' in " + file);
              }
            });
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("The settings file " + file + " is larger than 1 MB.");
      }
      String text = Files.readString(file);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("There is no settings file " + file.toAbsolutePath(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("The settings file " + file + " cannot be read: " + e, e);
    }
  }

  private static Map<String, String> properties(Path file, String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("The settings file " + file + " is malformed.", e);
    }
    Map<String, String> found = new LinkedHashMap<>();
    properties.forEach((key, value) -> found.put(key.toString(), value.toString()));
    return found;
  }

  private static Map<String, String> json(Path file, String text) {
    try {
      JsonObject object = JsonParser.parseString(text).getAsJsonObject();
      Map<String, String> found = new LinkedHashMap<>();
      object.entrySet().forEach(e -> putText(found, e.getKey(), e.getValue()));
      return found;
    } catch (JsonParseException | IllegalStateException e) {
      // The parser's own words would quote the file, and the file may hold a secret.
      throw new IllegalArgumentException("The settings file " + file + " is not a JSON object.");
    }
  }

  private static void putText(Map<String, String> found, String key, @Nullable JsonElement value) {
    JsonElement one =
        value != null && value.isJsonArray() && value.getAsJsonArray().size() == 1
            ? value.getAsJsonArray().get(0)
            : value;
    if (one != null && one.isJsonPrimitive()) {
      found.put(key, one.getAsString());
    }
  }
}
