package io.github.adtauth.credential;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.credential.CertificateAssertion;
import io.github.adtauth.internal.credential.CertificateFile;
import io.github.adtauth.internal.credential.CertificateKey;
import io.github.adtauth.internal.credential.CertificateReader;
import io.github.adtauth.internal.credential.ClientAuthentication;
import io.github.adtauth.internal.credential.ClientAuthenticationRequest;
import io.github.adtauth.internal.credential.ClientAuthenticationSource;
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
import org.jspecify.annotations.Nullable;

/**
 * What a confidential client proves itself with, as a service or on behalf of users: a secret, a
 * certificate, a signer, a federated token. Files are read again when they change, so rotation
 * needs no restart. Immutable but for what it has read; thread-safe; share it. Nothing to close.
 * Prints its kind and file only.
 */
public final class ClientCredential {
  private static final String EXCHANGE = "api://AzureADTokenExchange/.default";

  private final String kind;
  private final ClientAuthenticationSource source;

  private ClientCredential(String kind, ClientAuthenticationSource source) {
    this.kind = kind;
    this.source = source;
  }

  /** Returns a client secret: the Value of it, not its Secret ID. */
  public static ClientCredential secret(Secret value) {
    ClientAuthentication proof =
        new ClientAuthentication(ClientAuthentication.Kind.CLIENT_SECRET, value);
    return new ClientCredential(
        "client secret",
        new ClientAuthenticationSource() {
          @Override
          public ClientAuthentication proof(ClientAuthenticationRequest request) {
            return proof;
          }
        });
  }

  /**
   * Returns a client secret: the Value of it, not its Secret ID.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public static ClientCredential secret(String value) {
    return secret(Secret.of(value));
  }

  /** Returns a certificate with its key in a PEM file, or in a PFX file without password. */
  public static ClientCredential certificate(Path file) {
    return certificate(file, null);
  }

  /**
   * Returns a certificate with its key in a PFX or PEM file, an RSA key. The file is read at the
   * first exchange and again when it has changed; one that cannot be read then is an error, or
   * while an earlier one is at hand, a warning. So is one that is not a regular file and, on POSIX
   * systems, one that others can change or replace: the file and its folder must belong to the user
   * of this process or to root and must not be writable for group or others. Symbolic links are
   * followed.
   *
   * @param password of the PFX file or of the encrypted key in the PEM file; null for none
   */
  public static ClientCredential certificate(Path file, @Nullable Secret password) {
    return new ClientCredential(
        "certificate of " + Objects.requireNonNull(file, "file"),
        new CertificateFile(file, password, false));
  }

  /**
   * Returns a certificate with its key, as PFX or PEM.
   *
   * @param password of the PFX or of the encrypted key in the PEM; null for none
   * @throws IllegalArgumentException if there is no certificate with its RSA key in it
   */
  public static ClientCredential certificate(byte[] pfxOrPem, @Nullable Secret password) {
    return certificate(CertificateReader.read(pfxOrPem.clone(), password), "certificate");
  }

  /**
   * Returns a certificate and its key.
   *
   * @param chain the certificate first, then those of its issuers, if any
   * @throws IllegalArgumentException if the key is no RSA key or not that of the certificate
   */
  public static ClientCredential certificate(PrivateKey key, List<X509Certificate> chain) {
    return certificate(CertificateKey.of(key, chain), "certificate");
  }

  /**
   * Returns a certificate whose key is elsewhere and signs there.
   *
   * @param chain the certificate first, then those of its issuers, if any
   * @throws IllegalArgumentException if the chain is empty or the signer's algorithm is not known
   */
  public static ClientCredential signer(AssertionSigner signer, List<X509Certificate> chain) {
    return certificate(new CertificateKey(signer, chain, false), "signer");
  }

  private static ClientCredential certificate(CertificateKey identity, String kind) {
    return new ClientCredential(kind, new CertificateAssertion(identity, kind));
  }

  /**
   * Returns the token in a file that the platform keeps fresh, such as that of a Kubernetes
   * workload identity ({@code AZURE_FEDERATED_TOKEN_FILE}); it is read for each exchange, and must
   * be a regular file.
   */
  public static ClientCredential federatedTokenFile(Path file) {
    return new ClientCredential(
        "federated token of " + Objects.requireNonNull(file, "file"),
        new FederatedAssertion(new FederatedTokenFile(file), "The federated token file " + file));
  }

  /** Returns a token of another issuer; the source is asked for each exchange. */
  public static ClientCredential federatedToken(FederatedTokenSource tokens) {
    return new ClientCredential(
        "federated token",
        new FederatedAssertion(
            Objects.requireNonNull(tokens, "tokens"), "The federated token source"));
  }

  /**
   * Returns the tokens of a managed identity, as a federated credential: a web API needs no secret
   * then. In Azure's public cloud; elsewhere state the scope.
   */
  public static ClientCredential managedIdentity(TokenProvider identity) {
    return managedIdentity(identity, EXCHANGE);
  }

  /**
   * Returns the tokens of a managed identity, as a federated credential.
   *
   * @param scope the audience of the federated credential and {@code /.default}: {@code
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
   * Returns the credential that an environment such as {@code System.getenv()} names, by the
   * variables of azure-identity and in this order: {@code AZURE_CLIENT_SECRET}; {@code
   * AZURE_CLIENT_CERTIFICATE_PATH} with {@code AZURE_CLIENT_CERTIFICATE_PASSWORD} and {@code
   * AZURE_CLIENT_SEND_CERTIFICATE_CHAIN}; {@code AZURE_FEDERATED_TOKEN_FILE}. It prints which.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static ClientCredential fromEnvironment(Map<String, String> environment) {
    ClientCredential credential = EnvironmentCredential.find(environment);
    if (credential == null) {
      boolean userName = !environment.getOrDefault("AZURE_USERNAME", "").isBlank();
      throw new IllegalArgumentException(
          "the environment names no credential: "
              + EnvironmentCredential.EXPECTED
              + (userName ? "; AZURE_USERNAME does not sign in any more" : ""));
    }
    return credential;
  }

  /**
   * Returns a copy that sends the certificate's chain with each assertion ({@code x5c}): for
   * applications that trust a subject name and issuer instead of one certificate.
   *
   * @throws IllegalStateException if this is no certificate
   */
  public ClientCredential sendCertificateChain() {
    if (source instanceof CertificateFile file) {
      return new ClientCredential(kind, file.sendingChain());
    }
    if (source instanceof CertificateAssertion proof) {
      return new ClientCredential(kind, proof.sendingChain());
    }
    throw new IllegalStateException("a " + kind + " has no chain to send");
  }

  /**
   * Returns a proof for one exchange, for a token endpoint of your own; {@code SignIn} asks by
   * itself. May read a file, sign or ask a source of yours, on the calling thread.
   *
   * @throws io.github.adtauth.CredentialException if there is none; it names the thing to mend
   * @throws IOException if a source of yours says so
   */
  public ClientAuthentication proof(ClientAuthenticationRequest request) throws IOException {
    return source.proof(request);
  }

  /**
   * Reads again what the proofs are made from, because the last one was refused. Returns whether
   * another one may be accepted: not for what was given in memory.
   */
  public boolean reload() {
    return source.reload();
  }

  @Override
  public String toString() {
    return kind;
  }
}
