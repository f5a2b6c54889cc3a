package io.github.adtauth.internal.credential;

import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.os.OperatingSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the credential that an environment names, with the variables and in the order of
 * azure-identity: secret, certificate, federated token. Stateless.
 */
public final class EnvironmentCredential {
  private static final String SECRET = "AZURE_CLIENT_SECRET";
  private static final String CERTIFICATE = "AZURE_CLIENT_CERTIFICATE_PATH";
  private static final String FEDERATED = "AZURE_FEDERATED_TOKEN_FILE";

  /** The variables to set, for messages. */
  public static final String EXPECTED = "set " + SECRET + ", " + CERTIFICATE + " or " + FEDERATED;

  private EnvironmentCredential() {}

  /**
   * Returns the credential, or null if the environment names none.
   *
   * @throws IllegalArgumentException if the environment names a credential that cannot be used
   */
  public static @Nullable ClientCredential find(Map<String, String> variables) {
    return find(variables, OperatingSystem.current());
  }

  static @Nullable ClientCredential find(Map<String, String> variables, OperatingSystem system) {
    Map<String, String> environment = system.environment(variables);
    String secret = value(environment, SECRET);
    if (secret != null) {
      return ClientCredential.secret(secret);
    }
    Path certificate = path(environment, CERTIFICATE);
    if (certificate != null) {
      String password = value(environment, "AZURE_CLIENT_CERTIFICATE_PASSWORD");
      ClientCredential credential =
          ClientCredential.certificate(certificate, password == null ? null : Secret.of(password));
      return sendsChain(environment) ? credential.sendCertificateChain() : credential;
    }
    Path federated = federatedTokenFile(environment);
    if (federated != null) {
      return ClientCredential.federatedTokenFile(federated);
    }
    if (value(environment, "AZURE_USERNAME") != null
        && value(environment, "AZURE_PASSWORD") != null) {
      throw new IllegalArgumentException(
          "AZURE_USERNAME and AZURE_PASSWORD are no longer supported: " + EXPECTED);
    }
    return null;
  }

  private static boolean sendsChain(Map<String, String> environment) {
    String value = value(environment, "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN");
    return value != null && (value.equals("1") || value.equalsIgnoreCase("true"));
  }

  /**
   * Returns the file of the federated token, or null if the environment names none.
   *
   * @throws IllegalArgumentException if the variable is not a path
   */
  public static @Nullable Path federatedTokenFile(Map<String, String> environment) {
    return path(environment, FEDERATED);
  }

  private static @Nullable Path path(Map<String, String> environment, String variable) {
    String value = value(environment, variable);
    try {
      return value == null ? null : Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "the environment variable " + variable + " is not a path", e);
    }
  }

  private static @Nullable String value(Map<String, String> environment, String variable) {
    String value = environment.get(variable);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
