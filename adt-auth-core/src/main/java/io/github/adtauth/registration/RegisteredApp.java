package io.github.adtauth.registration;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.internal.registration.ApplyResult;
import io.github.adtauth.internal.registration.DirectoryState;
import io.github.adtauth.internal.registration.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registered application. Immutable and thread-safe; its secret is never printed. */
public final class RegisteredApp {
  private final String clientId;
  private final String tenant;
  private final String endpoint;
  private final @Nullable Secret secret;
  private final @Nullable Path certificate;
  private final List<String> manualSteps;

  RegisteredApp(DirectoryState state, ApplyResult result) {
    this.clientId = state.clientId();
    this.tenant = state.tenant();
    this.endpoint = state.instanceHost().isEmpty() ? "" : "https://" + state.instanceHost();
    this.secret = result.secret();
    this.certificate = result.certificate();
    this.manualSteps = result.manualSteps();
  }

  /** Returns the Client ID. */
  public String clientId() {
    return clientId;
  }

  /** Returns the Directory ID of the tenant. */
  public String tenant() {
    return tenant;
  }

  /** Returns the client secret, if this run created one. It cannot be read again later. */
  public Optional<Secret> secret() {
    return Optional.ofNullable(secret);
  }

  /** Returns the file with certificate and key, if this run registered the certificate. */
  public Optional<Path> certificate() {
    return Optional.ofNullable(certificate);
  }

  /**
   * Returns the steps that require more rights than the caller has, each with a link or a command.
   */
  public List<String> manualSteps() {
    return manualSteps;
  }

  /**
   * Writes the settings to a file for {@code DigitalTwinsConfig.fromFile}, including a new secret.
   * Only the file's owner can read it. Other settings in an existing file of this application are
   * preserved, including its secret unless this run created another one.
   *
   * <p>An address that is not a host of Azure Digital Twins, such as a gateway, must also be set in
   * code or in {@code ADT_ENDPOINT} where the file is read; see {@link
   * DigitalTwinsConfig#endpoint()}.
   *
   * @param instance the address of the instance, or null to use the instance of the assigned roles
   * @throws IllegalArgumentException if the address is not valid
   * @throws java.nio.file.FileAlreadyExistsException if the file belongs to another application, or
   *     names an authority that is neither known nor set in the environment variable {@code
   *     AZURE_AUTHORITY_HOST}, or an endpoint that is neither a host of Azure Digital Twins nor
   *     named by {@code instance} or the environment variable {@code ADT_ENDPOINT}
   * @throws IOException if the file cannot be written
   */
  public void writeTo(Path properties, @Nullable String instance) throws IOException {
    String address = instance == null ? endpoint : instance;
    URI checked =
        address.isEmpty()
            ? null
            : DigitalTwinsConfig.builder().endpoint(address).build().endpoint();
    SettingsFile file = SettingsFile.open(properties, clientId, instance);
    file.set("clientId", clientId);
    file.set("tenant", tenant);
    if (checked != null) {
      file.set("endpoint", checked.toString());
    }
    if (secret != null) {
      file.set("clientSecret", secret.reveal());
    }
    if (certificate != null) {
      file.addComment("certificate and key: " + certificate.toAbsolutePath());
    }
    file.write();
  }

  /** Returns the Client ID and the tenant, without the secret. */
  @Override
  public String toString() {
    return "RegisteredApp[" + clientId + " in " + tenant + "]";
  }
}
