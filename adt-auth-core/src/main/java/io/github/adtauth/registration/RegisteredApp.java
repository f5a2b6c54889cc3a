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

/** An application as it is registered now. Immutable and thread-safe; never prints its secret. */
public final class RegisteredApp {
  private final String clientId;
  private final String tenant;
  private final String endpoint;
  private final @Nullable Secret secret;
  private final @Nullable Path certificate;
  private final List<String> manualSteps;

  public RegisteredApp(DirectoryState found, ApplyResult outcome) {
    this.clientId = found.clientId();
    this.tenant = found.tenant();
    this.endpoint = found.instanceHost().isEmpty() ? "" : "https://" + found.instanceHost();
    this.secret = outcome.secret();
    this.certificate = outcome.certificate();
    this.manualSteps = List.copyOf(outcome.leftToDo());
  }

  /** Returns the Client ID. */
  public String clientId() {
    return clientId;
  }

  /** Returns the Tenant, the Directory ID. */
  public String tenant() {
    return tenant;
  }

  /** Returns the secret, if one was made just now; it can never be read again. */
  public Optional<Secret> secret() {
    return Optional.ofNullable(secret);
  }

  /** Returns the file with certificate and key, if one was registered just now. */
  public Optional<Path> certificate() {
    return Optional.ofNullable(certificate);
  }

  /** Returns what somebody with more rights has to do, a link or a command each; often empty. */
  public List<String> manualSteps() {
    return manualSteps;
  }

  /**
   * Writes the settings into a file that {@code DigitalTwinsConfig.fromFile} reads and only its
   * owner can, the secret among them if one was made. If there is a file of this application, what
   * else it states is kept, its secret too where no other was made.
   *
   * <p>An address that is not a host of Azure Digital Twins, such as a gateway's, must also be
   * named by code or {@code ADT_ENDPOINT} where the file is read; see {@link
   * DigitalTwinsConfig#endpoint()}.
   *
   * @param instance address of the instance, or null to take the one that the roles are for
   * @throws IllegalArgumentException if the address is none
   * @throws java.nio.file.FileAlreadyExistsException if there is a file that is not of this
   *     application, or it names an authority that is neither known nor named by the environment
   *     variable {@code AZURE_AUTHORITY_HOST}, or an endpoint that is neither a host of Azure
   *     Digital Twins nor named by {@code instance} or the environment variable {@code
   *     ADT_ENDPOINT}
   * @throws IOException if it cannot be written
   */
  public void writeTo(Path properties, @Nullable String instance) throws IOException {
    String address = instance == null ? endpoint : instance;
    URI checked =
        address.isEmpty()
            ? null
            : DigitalTwinsConfig.builder().endpoint(address).build().endpoint();
    SettingsFile file = SettingsFile.of(properties, clientId, instance);
    file.set("clientId", clientId);
    file.set("tenant", tenant);
    if (checked != null) {
      file.set("endpoint", checked.toString());
    }
    if (secret != null) {
      file.set("clientSecret", secret.reveal());
    }
    if (certificate != null) {
      file.remark("certificate and key: " + certificate.toAbsolutePath());
    }
    file.write();
  }

  /** Names the ids. */
  @Override
  public String toString() {
    return "RegisteredApp[" + clientId + " in " + tenant + "]";
  }
}
