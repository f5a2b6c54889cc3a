package io.github.adtauth;

import io.github.adtauth.internal.files.FileOwnership;
import io.github.adtauth.internal.files.FileStatus;
import io.github.adtauth.internal.files.SafeFiles;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads settings from a {@code .properties} file or from the JSON file of the 2018 samples
 * (appSettings.json), and then from the overlay {@code name.dev.ext} beside it, if that exists.
 */
final class ConfigFile {
  private static final Logger LOG = LoggerFactory.getLogger(DigitalTwinsConfig.class);
  private static final int MAX_BYTES = 1 << 20;

  private ConfigFile() {}

  static void read(Path file, DigitalTwinsConfig.Builder builder) {
    readOne(file, builder);
    readOverlay(file, builder);
  }

  /** Reads the file and its overlay, if they exist. */
  static void readIfPresent(Path file, DigitalTwinsConfig.Builder builder) {
    if (Files.exists(file)) {
      readOne(file, builder);
    }
    readOverlay(file, builder);
  }

  private static void readOverlay(Path file, DigitalTwinsConfig.Builder builder) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    if (dot <= 0) {
      return;
    }
    Path overlay = file.resolveSibling(name.substring(0, dot) + ".dev" + name.substring(dot));
    if (Files.exists(overlay)) {
      requireSameWriters(overlay, file);
      String authority = builder.value(Setting.AUTHORITY_HOST);
      String endpoint = builder.value(Setting.ENDPOINT);
      readOne(overlay, builder);
      logOverride(overlay, Setting.AUTHORITY_HOST, authority, builder);
      logOverride(overlay, Setting.ENDPOINT, endpoint, builder);
    }
  }

  /**
   * Rejects an overlay with another owner. In a folder such as {@code /tmp}, any user can create
   * one beside another user's file.
   */
  private static void requireSameWriters(Path overlay, Path file) {
    String problem;
    try {
      FileStatus main = Files.exists(file) ? FileStatus.of(file) : null;
      FileOwnership ownership = FileOwnership.ofProcess();
      problem = ownership.linkProblem(overlay);
      if (problem == null) {
        problem = ownership.problemBeside(FileStatus.of(overlay), main);
      }
    } catch (IOException e) {
      problem = "its permissions cannot be read: " + e.getClass().getSimpleName();
    }
    if (problem != null) {
      throw new IllegalArgumentException(
          "The settings file " + redact(overlay) + " was not read: " + problem + ".");
    }
  }

  /** Logs that an overlay redirects credentials or tokens, because it may have been forgotten. */
  private static void logOverride(
      Path overlay, Setting setting, @Nullable String previous, DigitalTwinsConfig.Builder after) {
    String value = after.value(setting);
    if (value != null && !value.equals(previous)) {
      LOG.info(
          "{} overrides {} with '{}'",
          redact(overlay),
          setting.label,
          Redactor.redactSetting(value));
    }
  }

  private static void readOne(Path file, DigitalTwinsConfig.Builder builder) {
    String text = text(file);
    boolean json =
        Ascii.toLowerCase(file.toString()).endsWith(".json") || text.stripLeading().startsWith("{");
    Map<Setting, String> keys = new EnumMap<>(Setting.class);
    String source = " in " + redact(file);
    Map<String, String> values =
        json
            ? JsonSettings.read(file, text, key -> builder.addUnknownKey(key, source))
            : properties(file, text);
    values.forEach(
        (key, value) -> {
          Setting setting = Setting.ofKey(key);
          if (setting == null) {
            builder.addUnknownKey(key, source);
          } else {
            String previous = keys.put(setting, key);
            if (previous != null && !value.equals(values.get(previous))) {
              throw new IllegalArgumentException(
                  setting.label
                      + " is in "
                      + redact(file)
                      + " twice: '"
                      + redact(previous)
                      + "' and '"
                      + redact(key)
                      + "'.");
            }
            builder.setFromFile(setting, value, "'" + redact(key) + "'" + source);
          }
        });
  }

  private static String text(Path file) {
    byte[] bytes;
    try {
      bytes = SafeFiles.read(file, MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "The settings file " + redact(file.toAbsolutePath()) + " does not exist.", e);
    } catch (IOException e) {
      String reason =
          e instanceof AccessDeniedException
              ? "access is denied."
              : e instanceof FileSystemException failure && failure.getReason() != null
                  ? failure.getReason() + "."
                  : Redactor.sanitizeId(e.toString(), 300);
      throw new IllegalArgumentException(
          "The settings file " + redact(file) + " cannot be read: " + reason, e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "The settings file " + redact(file) + " is larger than 1 MB.");
    }
    String text = decode(file, bytes);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  static String redact(Object name) {
    return Redactor.sanitizeId(name.toString(), 300);
  }

  private static String decode(Path file, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "The settings file " + redact(file) + " is not UTF-8 text: save it as UTF-8.", e);
    }
  }

  /** Rejects a duplicate key. Otherwise the last value would silently take precedence. */
  static IllegalArgumentException duplicate(Path file, String key) {
    return new IllegalArgumentException(
        "The settings file "
            + redact(file)
            + " has the key '"
            + Redactor.redactSetting(key)
            + "' twice: remove one of them.");
  }

  private static Map<String, String> properties(Path file, String text) {
    SettingsFormat.requireProperties(file, text);
    Map<String, String> values = new TreeMap<>();
    Set<String> duplicates = new TreeSet<>();
    Properties properties =
        new Properties() {
          @Override
          @SuppressWarnings("UnsynchronizedOverridesSynchronized") // confined to this thread
          public @Nullable Object put(Object key, Object value) {
            String previous = values.put(key.toString(), value.toString());
            if (previous != null) {
              duplicates.add(key.toString());
            }
            return previous;
          }
        };
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The settings file "
              + redact(file)
              + " is malformed: \\u needs four hexadecimal digits; write a"
              + " backslash as \\\\.",
          e);
    }
    if (!duplicates.isEmpty()) {
      throw duplicate(file, duplicates.iterator().next());
    }
    return values;
  }
}
