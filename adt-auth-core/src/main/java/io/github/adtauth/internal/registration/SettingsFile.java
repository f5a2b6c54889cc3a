package io.github.adtauth.internal.registration;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.internal.files.SafeFiles;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one application as a {@code .properties} file. What is there is kept: a secret is
 * told once, and this may be its only place. Not thread-safe.
 */
public final class SettingsFile {
  private static final int LIMIT = 1 << 20;

  private final Path file;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> remarks = new LinkedHashSet<>();

  private SettingsFile(Path file) {
    this.file = file;
  }

  /**
   * Begins with what the file holds, where there is one.
   *
   * @param clientId which application; empty for one that is not made yet
   * @param instance the endpoint that code names, or null
   * @throws FileAlreadyExistsException if it is not of this application, or it or the overlay
   *     beside it names an authority that must not receive a credential, or an endpoint that must
   *     not receive a token
   */
  public static SettingsFile of(Path file, String clientId, @Nullable String instance)
      throws IOException {
    SettingsFile settings = new SettingsFile(file);
    requireTrustedHosts(file, instance);
    String problem = Files.exists(file) ? OwnerFile.ownerProblem(file) : null;
    if (problem != null) {
      throw notOurs(file, problem);
    }
    String text = Files.exists(file) ? text(file) : "";
    if (text.isBlank()) {
      return settings;
    }
    if (text.startsWith("{")) { // DigitalTwinsConfig reads it as JSON
      throw notOurs(file, "it is not a .properties file");
    }
    Properties there = new Properties();
    try {
      there.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw notOurs(file, "it is no file of settings");
    }
    if (!isOf(there, clientId)) {
      throw notOurs(
          file,
          "it is of another application than "
              + (clientId.isEmpty() ? "the one to be made" : clientId));
    }
    text.lines().filter(line -> line.startsWith("#")).forEach(settings.remarks::add);
    for (String key : new TreeSet<>(there.stringPropertyNames())) {
      settings.set(key, there.getProperty(key));
    }
    return settings;
  }

  /** Tells whether it names the application, or is a form that names none yet. */
  private static boolean isOf(Properties settings, String clientId) {
    String named = settings.getProperty("clientId");
    if (named == null || named.isBlank()) {
      return named != null && !settings.containsKey("clientSecret");
    }
    return named.strip().equalsIgnoreCase(clientId);
  }

  private static String text(Path file) throws IOException {
    byte[] bytes = SafeFiles.read(file, LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw notOurs(file, "it is no file of settings");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
  }

  /**
   * Whoever wrote the file would otherwise receive the secret that is written into it, or tokens.
   */
  private static void requireTrustedHosts(Path file, @Nullable String instance) throws IOException {
    try {
      DigitalTwinsConfig.requireTrustedAuthority(file);
      DigitalTwinsConfig.requireTrustedEndpoint(file, instance);
    } catch (IllegalArgumentException e) {
      throw notOurs(file, String.valueOf(e.getMessage()));
    }
  }

  private static IOException notOurs(Path file, String why) {
    return new FileAlreadyExistsException(
        Redactor.sanitizePath(file), null, why + "; it was not replaced");
  }

  public void set(String key, String value) {
    values.put(key, value);
  }

  public void remark(String line) {
    remarks.add("# " + Redactor.line(line, 1000));
  }

  public void write() throws IOException {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (key, value) ->
            text.append(escaped(key).replaceAll("[ :=#!]", "\\\\$0"))
                .append('=')
                .append(escaped(value).replaceFirst("^ ", "\\\\ "))
                .append('\n'));
    remarks.forEach(remark -> text.append(remark).append('\n'));
    OwnerFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8), true);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
        .replace("\f", "\\f");
  }
}
