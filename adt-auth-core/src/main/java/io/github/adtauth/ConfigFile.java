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
 * Reads settings from a {@code .properties} file or from the JSON of the 2018 samples
 * (appSettings.json), with the overlay {@code name.dev.ext} beside it where there is one.
 */
final class ConfigFile {
  private static final Logger LOG = LoggerFactory.getLogger(DigitalTwinsConfig.class);
  private static final int MAX_BYTES = 1 << 20;

  private ConfigFile() {}

  static void read(Path file, DigitalTwinsConfig.Builder into) {
    readOne(file, into);
    readOverlay(file, into);
  }

  /** Reads the file and its overlay where they exist. */
  static void readIfPresent(Path file, DigitalTwinsConfig.Builder into) {
    if (Files.exists(file)) {
      readOne(file, into);
    }
    readOverlay(file, into);
  }

  private static void readOverlay(Path file, DigitalTwinsConfig.Builder into) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    if (dot <= 0) {
      return;
    }
    Path overlay = file.resolveSibling(name.substring(0, dot) + ".dev" + name.substring(dot));
    if (Files.exists(overlay)) {
      requireSameWriters(overlay, file);
      String authority = into.value(Setting.AUTHORITY_HOST);
      String endpoint = into.value(Setting.ENDPOINT);
      readOne(overlay, into);
      logOverride(overlay, Setting.AUTHORITY_HOST, authority, into);
      logOverride(overlay, Setting.ENDPOINT, endpoint, into);
    }
  }

  /**
   * Rejects an overlay with another owner: in a folder such as {@code /tmp}, anybody may place one
   * beside another user's file.
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
      problem = "it cannot be examined: " + e.getClass().getSimpleName();
    }
    if (problem != null) {
      throw new IllegalArgumentException(
          "The settings file " + shown(overlay) + " was not read: " + problem + ".");
    }
  }

  /** Credentials and tokens go where these two settings say, so a forgotten overlay is shown. */
  private static void logOverride(
      Path overlay, Setting setting, @Nullable String before, DigitalTwinsConfig.Builder after) {
    String value = after.value(setting);
    if (value != null && !value.equals(before)) {
      LOG.info(
          "{} overrides {} with '{}'",
          shown(overlay),
          setting.label,
          Redactor.redactSetting(value));
    }
  }

  private static void readOne(Path file, DigitalTwinsConfig.Builder into) {
    String text = text(file);
    boolean json =
        Ascii.toLowerCase(file.toString()).endsWith(".json") || text.stripLeading().startsWith("{");
    Map<Setting, String> keys = new EnumMap<>(Setting.class);
    String source = " in " + shown(file);
    Map<String, String> found =
        json
            ? JsonSettings.read(file, text, key -> into.passedOver(key, source))
            : properties(file, text);
    found.forEach(
        (key, value) -> {
          Setting setting = Setting.ofKey(key);
          if (setting == null) {
            into.passedOver(key, source);
          } else {
            String before = keys.put(setting, key);
            if (before != null && !value.equals(found.get(before))) {
              throw new IllegalArgumentException(
                  setting.label
                      + " is in "
                      + shown(file)
                      + " twice: '"
                      + shown(before)
                      + "' and '"
                      + shown(key)
                      + "'.");
            }
            into.setFromFile(setting, value, "'" + shown(key) + "'" + source);
          }
        });
  }

  private static String text(Path file) {
    byte[] bytes;
    try {
      bytes = SafeFiles.read(file, MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "There is no settings file " + shown(file.toAbsolutePath()), e);
    } catch (IOException e) {
      String why =
          e instanceof AccessDeniedException
              ? "access is denied."
              : e instanceof FileSystemException known && known.getReason() != null
                  ? known.getReason() + "."
                  : Redactor.sanitizeId(e.toString(), 300);
      throw new IllegalArgumentException(
          "The settings file " + shown(file) + " cannot be read: " + why, e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "The settings file " + shown(file) + " is larger than 1 MB.");
    }
    String text = decoded(file, bytes);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  static String shown(Object name) {
    return Redactor.sanitizeId(name.toString(), 300);
  }

  private static String decoded(Path file, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "The settings file " + shown(file) + " is not UTF-8 text: save it as UTF-8.", e);
    }
  }

  /** Of two values, the last would count without a word. */
  static IllegalArgumentException duplicate(Path file, String key) {
    return new IllegalArgumentException(
        "The settings file "
            + shown(file)
            + " has the key '"
            + Redactor.redactSetting(key)
            + "' twice: remove one of them.");
  }

  private static Map<String, String> properties(Path file, String text) {
    SettingsFormat.requireProperties(file, text);
    Map<String, String> found = new TreeMap<>();
    Set<String> duplicates = new TreeSet<>();
    Properties properties =
        new Properties() {
          @Override
          @SuppressWarnings("UnsynchronizedOverridesSynchronized") // only this thread has it
          public @Nullable Object put(Object key, Object value) {
            String before = found.put(key.toString(), value.toString());
            if (before != null) {
              duplicates.add(key.toString());
            }
            return before;
          }
        };
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The settings file "
              + shown(file)
              + " is malformed: \\u needs four hexadecimal digits; write a"
              + " backslash as \\\\.",
          e);
    }
    if (!duplicates.isEmpty()) {
      throw duplicate(file, duplicates.iterator().next());
    }
    return found;
  }
}
