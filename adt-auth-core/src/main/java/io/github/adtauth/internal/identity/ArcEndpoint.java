package io.github.adtauth.internal.identity;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.internal.text.RedactedCause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The identity endpoint of Azure Arc: the agent on a server outside Azure. The client authenticates
 * with the contents of a key file that the agent names. Only key files in the agent's directory are
 * read.
 *
 * @param keys the directory of the agent's key files
 */
record ArcEndpoint(HttpUrl url, Path keys) implements IdentityEndpoint {
  /** A path with spaces is possible, because Windows lets administrators move its folder. */
  private static final Pattern REALM = Pattern.compile("(?i)basic\\s+realm=\"?([^\"]+)");

  private static final int MAX_KEY_BYTES = 4096;

  static ArcEndpoint at(HttpUrl url, Map<String, String> environment) {
    String windows = environment.get("ProgramData");
    return new ArcEndpoint(
        url,
        windows == null
            ? Path.of("/var/opt/azcmagent/tokens")
            : Path.of(windows, "AzureConnectedMachineAgent", "Tokens"));
  }

  @Override
  public String name() {
    return "the Azure Arc agent";
  }

  @Override
  public Request request(String resource, ManagedIdentityId id) {
    if (id.kind() != ManagedIdentityId.Kind.SYSTEM_ASSIGNED) {
      throw new RegistrationException(
          ErrorDetails.of("Azure Arc supports only the system-assigned managed identity."));
    }
    HttpUrl tokenUrl =
        url.newBuilder()
            .setQueryParameter("api-version", "2019-11-01")
            .setQueryParameter("resource", resource)
            .build();
    return new Request.Builder().url(tokenUrl).header("Metadata", "true").build();
  }

  @Override
  public @Nullable Request authenticate(Response challenge, Request request) {
    String header = challenge.header("WWW-Authenticate");
    Matcher realm = REALM.matcher(header == null ? "" : header);
    if (request.header("Authorization") != null || !realm.find()) {
      return null;
    }
    return request
        .newBuilder()
        .header("Authorization", "Basic " + key(realm.group(1).strip()))
        .build();
  }

  private String key(String path) {
    Path file;
    try {
      file = keys.getFileSystem().getPath(path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw outside();
    }
    if (!isKeyIn(keys.toAbsolutePath().normalize(), file)) {
      throw outside();
    }
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(MAX_KEY_BYTES + 1);
      if (bytes.length > MAX_KEY_BYTES) {
        throw new UnexpectedResponseException(
            ErrorDetails.of("The key file " + file + " is too long."));
      }
      String key = new String(bytes, StandardCharsets.US_ASCII).strip();
      if (key.isEmpty() || key.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
        throw new UnexpectedResponseException(
            ErrorDetails.of("The key file " + file + " contains no key."));
      }
      return key;
    } catch (IOException e) {
      throw new CredentialException(
          ErrorDetails.of(
                  "The key file "
                      + file
                      + " of the Azure Arc agent could not be read: "
                      + e.getClass().getSimpleName()
                      + ".")
              .fix(
                  new Fix(
                      null,
                      "Make the user of this process a member of the group himds (on Windows:"
                          + " Hybrid agent extension applications)."))
              .cause(RedactedCause.of(e))); // its message is the path that the agent named
    }
  }

  /**
   * Opens a regular file in the directory. Symbolic links to other directories are rejected, and so
   * are named pipes, which would block the read.
   */
  private InputStream open(Path file) throws IOException {
    Path actual = file.toRealPath();
    if (!isKeyIn(keys.toRealPath(), actual)) {
      throw outside();
    }
    if (!Files.readAttributes(actual, BasicFileAttributes.class, NOFOLLOW_LINKS).isRegularFile()) {
      throw new UnexpectedResponseException(
          ErrorDetails.of("The key file " + file + " is not a regular file."));
    }
    return Files.newInputStream(actual, NOFOLLOW_LINKS);
  }

  private static boolean isKeyIn(Path folder, Path file) {
    return file.toString().endsWith(".key") && folder.equals(file.getParent());
  }

  private UnexpectedResponseException outside() {
    return new UnexpectedResponseException(
        ErrorDetails.of("The Azure Arc agent named a file outside its directory " + keys + "."));
  }
}
