package io.github.adtauth.credential;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.credential.CertificateAssertion;
import io.github.adtauth.internal.credential.CertificateFile;
import io.github.adtauth.internal.credential.CertificateKey;
import io.github.adtauth.internal.credential.CertificateReader;
import io.github.adtauth.internal.credential.ClientAuthentication;
import io.github.adtauth.internal.credential.ClientAuthenticationRequest;
import io.github.adtauth.internal.credential.ClientAuthenticationSource;
import io.github.adtauth.internal.credential.ClientAuthenticator;
import io.github.adtauth.internal.credential.EnvironmentCredential;
import io.github.adtauth.internal.credential.FederatedAssertion;
import io.github.adtauth.internal.credential.FederatedTokenFile;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The credential of a confidential client, for a service or a web API: a secret, a certificate, a
 * signer or a federated token. Files are read again when they change, so a credential can be
 * rotated without a restart.
 *
 * <p>Thread-safe. Create a credential once and share it. There is nothing to close. The text of a
 * credential contains only its kind and file.
 */
public final class ClientCredential {
  private static final String TOKEN_EXCHANGE_SCOPE = "api://AzureADTokenExchange/.default";

  static {
    ClientAuthenticator.setInstance(
        new ClientAuthenticator() {
          @Override
          protected ClientAuthenticationSource sourceOf(ClientCredential credential) {
            return credential.source;
          }
        });
  }

  private final String kind;
  private final ClientAuthenticationSource source;

  private ClientCredential(String kind, ClientAuthenticationSource source) {
    this.kind = kind;
    this.source = source;
  }

  /** Returns a credential with a client secret. Use the secret's Value, not its Secret ID. */
  public static ClientCredential secret(Secret value) {
    ClientAuthentication authentication =
        new ClientAuthentication(ClientAuthentication.Kind.CLIENT_SECRET, value);
    return new ClientCredential("client secret", request -> authentication);
  }

  /**
   * Returns a credential with a client secret. Use the secret's Value, not its Secret ID.
   *
   * @throws IllegalArgumentException if the value is blank
   */
  public static ClientCredential secret(String value) {
    return secret(Secret.of(value));
  }

  /**
   * Returns a credential with a certificate and key in a PEM file, or in a PFX file without a
   * password.
   */
  public static ClientCredential certificate(Path file) {
    return certificate(file, null);
  }

  /**
   * Returns a credential with a certificate and RSA key in a PFX or PEM file.
   *
   * <p>The file is read for the first token request, and again when it has changed. If it cannot be
   * read, the request fails; if an earlier version was read, that version is used and a warning is
   * logged. The file must be a regular file. On POSIX systems, the file and its directory must
   * belong to the user of this process or to root, and must not be writable for group or others.
   * Symbolic links are followed.
   *
   * @param password the password of the PFX file or of the encrypted key in the PEM file; null for
   *     none
   */
  public static ClientCredential certificate(Path file, @Nullable Secret password) {
    return new ClientCredential(
        "certificate of " + Objects.requireNonNull(file, "file"),
        new CertificateFile(file, password, false));
  }

  /**
   * Returns a credential with a certificate and RSA key, in PFX or PEM format.
   *
   * @param password the password of the PFX data or of the encrypted key in the PEM text; null for
   *     none
   * @throws IllegalArgumentException if the data does not contain a certificate and its RSA key
   */
  public static ClientCredential certificate(byte[] pfxOrPem, @Nullable Secret password) {
    return certificate(CertificateReader.read(pfxOrPem.clone(), password), "certificate");
  }

  /**
   * Returns a credential with a certificate and its key.
   *
   * @param chain the certificate, followed by the certificates of its issuers, if any
   * @throws IllegalArgumentException if the key is not an RSA key or does not match the certificate
   */
  public static ClientCredential certificate(PrivateKey key, List<X509Certificate> chain) {
    return certificate(CertificateKey.of(key, chain), "certificate");
  }

  /**
   * Returns a credential with a certificate whose key is used through a signer.
   *
   * @param chain the certificate, followed by the certificates of its issuers, if any
   * @throws IllegalArgumentException if the chain is empty or the signer's algorithm is not
   *     supported
   */
  public static ClientCredential signer(AssertionSigner signer, List<X509Certificate> chain) {
    return certificate(new CertificateKey(signer, chain, false), "signer");
  }

  private static ClientCredential certificate(CertificateKey key, String kind) {
    return new ClientCredential(kind, new CertificateAssertion(key, kind));
  }

  /**
   * Returns a credential that uses the current one of a supplier, so that an application that
   * reloads its certificates itself can replace one without a restart.
   *
   * @param current returns the credential to use; called for each token request, must be
   *     thread-safe and return quickly
   */
  public static ClientCredential reloading(Supplier<ClientCredential> current) {
    return new ClientCredential(
        current.get().kind,
        new ClientAuthenticationSource() {
          @Override
          public ClientAuthentication authenticate(ClientAuthenticationRequest request)
              throws IOException {
            return current.get().source.authenticate(request);
          }

          @Override
          public boolean reload() {
            return current.get().source.reload();
          }
        });
  }

  /**
   * Returns a credential with the federated token in a file that the platform keeps fresh, such as
   * that of a Kubernetes workload identity ({@code AZURE_FEDERATED_TOKEN_FILE}). The file is read
   * for each token request. It must be a regular file.
   */
  public static ClientCredential federatedTokenFile(Path file) {
    return new ClientCredential(
        "federated token of " + Objects.requireNonNull(file, "file"),
        new FederatedAssertion(new FederatedTokenFile(file), "The federated token file " + file));
  }

  /** Returns a credential with tokens of another issuer. The source is called for each request. */
  public static ClientCredential federatedToken(FederatedTokenSource tokens) {
    return new ClientCredential(
        "federated token",
        new FederatedAssertion(
            Objects.requireNonNull(tokens, "tokens"), "The federated token source"));
  }

  /**
   * Returns a credential with the tokens of a managed identity as federated tokens, so that a web
   * API needs no secret. For Azure's public cloud; pass the scope in other clouds.
   */
  public static ClientCredential managedIdentity(TokenProvider identity) {
    return managedIdentity(identity, TOKEN_EXCHANGE_SCOPE);
  }

  /**
   * Returns a credential with the tokens of a managed identity as federated tokens.
   *
   * @param scope the audience of the federated credential followed by {@code /.default}: {@code
   *     api://AzureADTokenExchangeUSGov/.default}, {@code api://AzureADTokenExchangeChina/.default}
   */
  public static ClientCredential managedIdentity(TokenProvider identity, String scope) {
    Objects.requireNonNull(identity, "identity");
    TokenRequest request = TokenRequest.of(scope);
    return new ClientCredential(
        "managed identity",
        new FederatedAssertion(
            () -> Secret.of(identity.token(request).value()), "The managed identity"));
  }

  /**
   * Returns the credential that an environment such as {@code System.getenv()} names, with the
   * variables of azure-identity. They are read in this order:
   *
   * <ol>
   *   <li>{@code AZURE_CLIENT_SECRET}
   *   <li>{@code AZURE_CLIENT_CERTIFICATE_PATH} with {@code AZURE_CLIENT_CERTIFICATE_PASSWORD} and
   *       {@code AZURE_CLIENT_SEND_CERTIFICATE_CHAIN}
   *   <li>{@code AZURE_FEDERATED_TOKEN_FILE}
   * </ol>
   *
   * @throws IllegalArgumentException if the environment names no credential
   */
  public static ClientCredential fromEnvironment(Map<String, String> environment) {
    ClientCredential credential = EnvironmentCredential.find(environment);
    if (credential == null) {
      boolean hasUserName = !environment.getOrDefault("AZURE_USERNAME", "").isBlank();
      throw new IllegalArgumentException(
          "the environment names no credential: "
              + EnvironmentCredential.EXPECTED
              + (hasUserName ? "; AZURE_USERNAME is no longer supported" : ""));
    }
    return credential;
  }

  /**
   * Returns a copy that sends the certificate chain with each assertion ({@code x5c}), for
   * applications that trust a subject name and issuer instead of a single certificate.
   *
   * @throws IllegalStateException if this credential has no certificate
   */
  public ClientCredential sendCertificateChain() {
    if (source instanceof CertificateFile file) {
      return new ClientCredential(kind, file.sendingChain());
    }
    if (source instanceof CertificateAssertion assertion) {
      return new ClientCredential(kind, assertion.sendingChain());
    }
    throw new IllegalStateException("a " + kind + " has no certificate chain");
  }

  @Override
  public String toString() {
    return kind;
  }
}
