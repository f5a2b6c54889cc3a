package io.github.adtauth.spring;

import static java.util.Objects.requireNonNull;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.spring.AdtAuthProperties.Credential;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/**
 * Creates the credential that the properties name. Immutable.
 *
 * @param config the configuration
 * @param bundles the SSL bundles of Spring, or null
 */
record CredentialFactory(DigitalTwinsConfig config, @Nullable SslBundles bundles) {
  private static final String SYSTEM_ASSIGNED = "system";

  /**
   * Creates the credential.
   *
   * @throws InvalidPropertyException if there is none or more than one, or it cannot be used
   */
  ClientCredential create(Credential credential) {
    List<CredentialKind> kinds = CredentialKind.of(credential);
    if (kinds.size() > 1) {
      throw new InvalidPropertyException(
          kinds.stream().map(CredentialKind::property).collect(Collectors.joining(" and "))
              + " are set.",
          "Keep one of them.");
    }
    if (kinds.isEmpty()) {
      throw new InvalidPropertyException(
          "The credential is missing.",
          "Set "
              + CredentialKind.SECRET.property()
              + " or another adt-auth.credential.* property.");
    }
    CredentialKind kind = kinds.get(0);
    ClientCredential created =
        switch (kind) {
          case SECRET -> ClientCredential.secret(requireNonNull(credential.secret()));
          case CERTIFICATE_FILE ->
              ClientCredential.certificate(
                  path(kind, credential.certificateFile()), credential.certificatePassword());
          case SSL_BUNDLE ->
              BundleCredential.create(
                  requiredBundles(),
                  requireNonNull(credential.sslBundle()),
                  credential.sendCertificateChain());
          case FEDERATED_TOKEN_FILE ->
              ClientCredential.federatedTokenFile(path(kind, credential.federatedTokenFile()));
          case MANAGED_IDENTITY -> managedIdentity(requireNonNull(credential.managedIdentity()));
        };
    return credential.sendCertificateChain() && kind == CredentialKind.CERTIFICATE_FILE
        ? created.sendCertificateChain()
        : created;
  }

  private ClientCredential managedIdentity(String value) {
    ManagedIdentityId id =
        value.strip().equalsIgnoreCase(SYSTEM_ASSIGNED)
            ? ManagedIdentityId.systemAssigned()
            : userAssigned(value.strip());
    return ClientCredential.managedIdentity(SignIn.with(config).managedIdentity(id));
  }

  private static ManagedIdentityId userAssigned(String clientId) {
    try {
      return ManagedIdentityId.clientId(clientId);
    } catch (IllegalArgumentException e) {
      throw new InvalidPropertyException(
          CredentialKind.MANAGED_IDENTITY.property() + " is invalid.",
          "Set it to \"system\" or to the client ID of a user-assigned identity.",
          e);
    }
  }

  private SslBundles requiredBundles() {
    if (bundles == null) {
      throw new InvalidPropertyException(
          CredentialKind.SSL_BUNDLE.property() + " is set, but there are no SSL bundles.",
          "Configure spring.ssl.bundle.*.");
    }
    return bundles;
  }

  private static Path path(CredentialKind kind, @Nullable String value) {
    try {
      return Path.of(requireNonNull(value).strip());
    } catch (InvalidPathException e) {
      throw new InvalidPropertyException(
          kind.property() + " is not a path.", "Set it to the path of a file.");
    }
  }
}
