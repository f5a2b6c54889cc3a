package io.github.adtauth.spring;

import io.github.adtauth.credential.ClientCredential;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Creates a credential with the certificate of an SSL bundle, and follows its updates. Stateless.
 */
final class BundleCredential {
  private static final Logger LOG = LoggerFactory.getLogger(ClientCredential.class);
  private static final String PROPERTY = CredentialKind.SSL_BUNDLE.property();

  /** Names that are displayed. */
  private static final Pattern DISPLAYED = Pattern.compile("[a-z0-9._-]{1,40}");

  private BundleCredential() {}

  /**
   * Creates the credential. If the bundle is reloaded without a certificate and its key, the
   * previous certificate is used.
   *
   * @throws InvalidPropertyException if the bundle does not exist or contains no such certificate
   */
  static ClientCredential create(SslBundles bundles, String name, boolean sendChain) {
    AtomicReference<ClientCredential> current =
        new AtomicReference<>(read(bundle(bundles, name), name, sendChain));
    bundles.addBundleUpdateHandler(
        name,
        updated -> {
          try {
            current.set(read(updated, name, sendChain));
            LOG.info("Reloaded the certificate of SSL bundle {}.", quote(name));
          } catch (InvalidPropertyException e) {
            LOG.warn(
                "Failed to reload SSL bundle {}; using the previous certificate", quote(name), e);
          }
        });
    return ClientCredential.reloading(current::get);
  }

  private static SslBundle bundle(SslBundles bundles, String name) {
    try {
      return bundles.getBundle(name);
    } catch (NoSuchSslBundleException e) {
      // Don't chain the exception: it displays the name.
      throw new InvalidPropertyException(
          PROPERTY + " names the SSL bundle " + quote(name) + ", which does not exist.",
          "Configure spring.ssl.bundle.pem.<name>.* or spring.ssl.bundle.jks.<name>.*.");
    }
  }

  /** Returns a name in quotes. Anything else may be a secret in the wrong property. */
  private static String quote(String name) {
    return DISPLAYED.matcher(name).matches() ? "'" + name + "'" : "(not displayed)";
  }

  private static ClientCredential read(SslBundle bundle, String name, boolean sendChain) {
    try {
      KeyStore store = bundle.getStores().getKeyStore();
      String alias = store == null ? null : keyAlias(store, bundle.getKey().getAlias());
      if (store == null || alias == null) {
        throw new InvalidPropertyException(
            PROPERTY + " names the SSL bundle " + quote(name) + ", which has no private key.",
            "Add the certificate and its RSA key to the keystore of the bundle.");
      }
      String password = bundle.getKey().getPassword();
      if (password == null) {
        password = bundle.getStores().getKeyStorePassword();
      }
      PrivateKey key =
          (PrivateKey) store.getKey(alias, password == null ? null : password.toCharArray());
      List<X509Certificate> chain =
          Stream.of(store.getCertificateChain(alias)).map(BundleCredential::x509).toList();
      ClientCredential credential = ClientCredential.certificate(key, chain);
      return sendChain ? credential.sendCertificateChain() : credential;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new InvalidPropertyException(
          PROPERTY + " names the SSL bundle " + quote(name) + ", whose key cannot be used.",
          "The bundle must have a certificate and its RSA key, and the right key password.",
          e);
    }
  }

  private static @Nullable String keyAlias(KeyStore store, @Nullable String alias)
      throws GeneralSecurityException {
    if (alias != null) {
      return store.isKeyEntry(alias) ? alias : null;
    }
    for (String candidate : Collections.list(store.aliases())) {
      if (store.isKeyEntry(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private static X509Certificate x509(Certificate certificate) {
    return (X509Certificate) certificate;
  }
}
