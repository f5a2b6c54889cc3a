package io.github.adtauth.registration;

import io.github.adtauth.internal.text.Redactor;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;

/**
 * The credential of a service or a web API. Prefer a federated credential to a certificate, and a
 * certificate to a secret. Immutable and thread-safe.
 */
public sealed interface AppCredential {

  /**
   * Returns a credential that trusts the tokens of another issuer, such as a Kubernetes cluster or
   * GitHub. The application then needs no secret.
   *
   * @param issuer the issuer, exactly as in those tokens
   * @param subject the subject, exactly as in those tokens, such as {@code
   *     system:serviceaccount:namespace:name}
   * @throws IllegalArgumentException if one of them is blank, longer than 600 characters or not on
   *     one line
   */
  static AppCredential federated(String issuer, String subject) {
    return new Federated(issuer, subject);
  }

  /** Returns a credential that registers the given certificate. Its key is not needed. */
  static AppCredential certificate(X509Certificate certificate) {
    return new ExistingCertificate(certificate);
  }

  /**
   * Returns a credential that creates a key and a certificate, registers the certificate, and
   * stores both in a file that only its owner can read. An existing file is used unless its
   * certificate has expired or other users can write to it; either blocks the plan. A file that
   * appears after the plan is not used: the run fails. Requires the optional dependency {@code
   * com.squareup.okhttp3:okhttp-tls}.
   *
   * @param pem the file for certificate and key
   * @param lifetime the time until the certificate expires
   * @throws IllegalArgumentException if the lifetime is not positive, or longer than a hundred
   *     years
   */
  static AppCredential newCertificate(Path pem, Duration lifetime) {
    return new NewCertificate(pem, lifetime);
  }

  /**
   * Returns a credential that creates a client secret. Entra ID returns its value only once.
   *
   * @param lifetime the time until the secret expires, at most two years
   * @throws IllegalArgumentException if the lifetime is longer, or not positive
   */
  static AppCredential secret(Duration lifetime) {
    return new NewSecret(lifetime);
  }

  /**
   * A federated credential.
   *
   * @param issuer the issuer of the trusted tokens
   * @param subject the subject of the trusted tokens
   */
  record Federated(String issuer, String subject) implements AppCredential {
    private static final int MAX_LENGTH = 600;

    /** Checks issuer and subject. */
    public Federated {
      requireLine(issuer, "issuer");
      requireLine(subject, "subject");
    }

    private static void requireLine(String text, String name) {
      Objects.requireNonNull(text, name);
      if (text.isBlank() || text.length() > MAX_LENGTH || !Redactor.isLine(text)) {
        throw new IllegalArgumentException(
            name + " must be one line of 1 to " + MAX_LENGTH + " characters");
      }
    }
  }

  /**
   * A certificate that exists.
   *
   * @param certificate the certificate, without its key
   */
  record ExistingCertificate(X509Certificate certificate) implements AppCredential {
    /** Checks that there is a certificate. */
    public ExistingCertificate {
      Objects.requireNonNull(certificate, "certificate");
    }
  }

  /**
   * A certificate to be created.
   *
   * @param pem the file for certificate and key
   * @param lifetime the time until the certificate expires
   */
  record NewCertificate(Path pem, Duration lifetime) implements AppCredential {
    private static final Duration MAX_LIFETIME = Duration.ofDays(36_525);

    /** Checks the lifetime. */
    public NewCertificate {
      Objects.requireNonNull(pem, "pem");
      if (lifetime.isNegative() || lifetime.isZero()) {
        throw new IllegalArgumentException("certificate lifetime must be positive: " + lifetime);
      }
      if (lifetime.compareTo(MAX_LIFETIME) > 0) {
        throw new IllegalArgumentException(
            "certificate lifetime must not exceed 100 years: " + lifetime);
      }
    }
  }

  /**
   * A client secret to be created.
   *
   * @param lifetime the time until the secret expires
   */
  record NewSecret(Duration lifetime) implements AppCredential {
    private static final Duration MAX_LIFETIME = Duration.ofDays(731);

    /** Checks the lifetime. */
    public NewSecret {
      if (lifetime.isNegative() || lifetime.isZero()) {
        throw new IllegalArgumentException("secret lifetime must be positive: " + lifetime);
      }
      if (lifetime.compareTo(MAX_LIFETIME) > 0) {
        throw new IllegalArgumentException(
            "secret lifetime must not exceed two years: " + lifetime);
      }
    }
  }
}
