package io.github.adtauth.registration;

import io.github.adtauth.internal.text.Redactor;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;

/**
 * What a service or a web API is to prove itself with, best first: nothing of its own where it runs
 * in Azure or Kubernetes, a certificate, a secret. Immutable.
 */
public abstract sealed class AppCredential {
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private AppCredential() {}

  /**
   * Trusts the tokens of another issuer, such as a Kubernetes cluster or GitHub: no secret at all.
   *
   * @param issuer as it stands in those tokens, to the letter
   * @param subject as it stands in those tokens, such as {@code
   *     system:serviceaccount:namespace:name}
   * @throws IllegalArgumentException if one of them is blank, longer than 600 characters or not on
   *     one line
   */
  public static AppCredential federated(String issuer, String subject) {
    return new Federated(issuer, subject);
  }

  /** Registers a certificate of yours; its key stays where it is. */
  public static AppCredential certificate(X509Certificate certificate) {
    return new OwnCertificate(certificate);
  }

  /**
   * Makes a key and a certificate on the spot, registers the certificate and keeps both in a file
   * that only its owner reads. An existing file is taken as it is, unless its certificate has ended
   * or others may write to it, which stops the plan. Needs {@code com.squareup.okhttp3:okhttp-tls},
   * which you add yourself.
   *
   * @param pem file for certificate and key
   * @param life after which the certificate ends
   * @throws IllegalArgumentException if it is not positive, or longer than a hundred years
   */
  public static AppCredential newCertificate(Path pem, Duration life) {
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a certificate lives for a while, not for " + life);
    }
    return new NewCertificate(pem, life);
  }

  /**
   * Makes a secret, which Entra tells once.
   *
   * @param life after which it ends, at most two years
   * @throws IllegalArgumentException if it is longer, or not positive
   */
  public static AppCredential secret(Duration life) {
    if (life.isNegative() || life.isZero() || life.compareTo(Duration.ofDays(731)) > 0) {
      throw new IllegalArgumentException("a secret lives for at most two years, not for " + life);
    }
    return new NewSecret(life);
  }

  public static final class Federated extends AppCredential {
    public final String issuer;
    public final String subject;

    Federated(String issuer, String subject) {
      this.issuer = oneLine(issuer, "issuer");
      this.subject = oneLine(subject, "subject");
    }

    private static String oneLine(String text, String what) {
      Objects.requireNonNull(text, what);
      if (text.isBlank() || text.length() > 600 || !Redactor.isLine(text)) {
        throw new IllegalArgumentException(what + " is a text of 1 to 600 characters on one line");
      }
      return text;
    }
  }

  public static final class OwnCertificate extends AppCredential {
    public final X509Certificate certificate;

    OwnCertificate(X509Certificate certificate) {
      this.certificate = Objects.requireNonNull(certificate, "certificate");
    }
  }

  public static final class NewCertificate extends AppCredential {
    public final Path pem;
    public final Duration life;

    NewCertificate(Path pem, Duration life) {
      this.pem = Objects.requireNonNull(pem, "pem");
      this.life = life;
    }
  }

  public static final class NewSecret extends AppCredential {
    public final Duration life;

    NewSecret(Duration life) {
      this.life = life;
    }
  }
}
