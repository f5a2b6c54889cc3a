package io.github.adtauth.internal.registration;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.internal.files.SafeFiles;
import io.github.adtauth.internal.files.UntrustedFileException;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one application as a {@code .properties} file. Existing settings are preserved,
 * because the file may be the only place of a secret. Not thread-safe.
 */
public final class SettingsFile {
  private static final int LIMIT = 1 << 20;

  private final Path file;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> comments = new LinkedHashSet<>();

  private SettingsFile(Path file) {
    this.file = file;
  }

  /**
   * Reads an existing file, or starts with no settings.
   *
   * @param clientId the Client ID; empty if the application does not exist yet
   * @param instance the endpoint that the code names, or null
   * @throws FileAlreadyExistsException if the file belongs to another application, or it or the
   *     overlay next to it names an authority that must not receive a credential, or an endpoint
   *     that must not receive a token
   */
  public static SettingsFile open(Path file, String clientId, @Nullable String instance)
      throws IOException {
    SettingsFile settings = new SettingsFile(file);
    String text = text(file);
    requireTrustedHosts(file, instance);
    if (text.isBlank()) {
      return settings;
    }
    if (text.startsWith("{")) { // DigitalTwinsConfig reads it as JSON
      throw rejected(file, "it is not a .properties file");
    }
    Properties existing = new Properties();
    try {
      existing.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw rejected(file, "it is not a settings file");
    }
    if (!belongsTo(existing, clientId)) {
      throw rejected(
          file,
          "it belongs to another application, not to "
              + (clientId.isEmpty() ? "the new one" : clientId));
    }
    text.lines().filter(line -> line.startsWith("#")).forEach(settings.comments::add);
    for (String key : new TreeSet<>(existing.stringPropertyNames())) {
      settings.set(key, existing.getProperty(key));
    }
    return settings;
  }

  /**
   * Returns whether the settings name the application, or are a template with an empty Client ID.
   */
  private static boolean belongsTo(Properties settings, String clientId) {
    String named = settings.getProperty("clientId");
    if (named == null || named.isBlank()) {
      return named != null && !settings.containsKey("clientSecret");
    }
    return named.strip().equalsIgnoreCase(clientId);
  }

  /** Reads the file once; empty if there is none. Others must not be able to exchange it. */
  private static String text(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = SafeFiles.readOwned(file, LIMIT + 1);
    } catch (NoSuchFileException e) {
      return "";
    } catch (UntrustedFileException e) {
      throw rejected(file, e.problem());
    }
    if (bytes.length > LIMIT) {
      throw rejected(file, "it is not a settings file");
    }
    return SafeFiles.decode(bytes).stripLeading();
  }

  /**
   * Checks the hosts in the file. Otherwise the author of the file could receive the new secret, or
   * tokens.
   */
  private static void requireTrustedHosts(Path file, @Nullable String instance) throws IOException {
    try {
      DigitalTwinsConfig.requireTrustedAuthority(file);
      DigitalTwinsConfig.requireTrustedEndpoint(file, instance);
    } catch (IllegalArgumentException e) {
      throw rejected(file, String.valueOf(e.getMessage()));
    }
  }

  private static IOException rejected(Path file, String reason) {
    return new FileAlreadyExistsException(
        Redactor.sanitizePath(file), null, reason + "; it was not replaced");
  }

  public void set(String key, String value) {
    values.put(key, value);
  }

  public void addComment(String line) {
    comments.add("# " + Redactor.line(line, 1000));
  }

  public void write() throws IOException {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (key, value) ->
            text.append(escape(key).replaceAll("[ :=#!]", "\\\\$0"))
                .append('=')
                .append(escape(value).replaceFirst("^ ", "\\\\ "))
                .append('\n'));
    comments.forEach(addComment -> text.append(addComment).append('\n'));
    PrivateFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8), true);
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
        .replace("\f", "\\f");
  }
}
