package io.github.adtauth.internal.credential;

import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs client assertions with the key of a certificate (RFC 7523 2.2). Warns once a day if the
 * certificate expires within 30 days.
 */
public final class CertificateAssertion implements ClientAuthenticationSource {
  private static final Logger LOG = LoggerFactory.getLogger(ClientCredential.class);
  private static final Duration EXPIRY_WARNING = Duration.ofDays(30);

  private final CertificateKey key;
  private final String name;
  private final AtomicLong lastWarningDay = new AtomicLong(Long.MIN_VALUE);

  /** Creates a source that signs with this key. */
  public CertificateAssertion(CertificateKey key, String name) {
    this.key = key;
    this.name = name;
  }

  /** Returns a copy that sends the certificate chain. */
  public CertificateAssertion sendingChain() {
    return new CertificateAssertion(key.sendingChain(), name);
  }

  @Override
  public ClientAuthentication authenticate(ClientAuthenticationRequest request) throws IOException {
    checkLifetime(request);
    try {
      return ClientAuthentication.assertion(ClientAssertion.create(key, request));
    } catch (GeneralSecurityException e) {
      throw new CredentialException(
          ErrorDetails.of(
                  "Failed to sign with the key of the "
                      + name
                      + ": "
                      + Redactor.sanitize(String.valueOf(e.getMessage()), 200)
                      + ".")
              .fix(new Fix(RegistrationStep.CREDENTIAL, "Fix the key or its provider."))
              .cause(e));
    }
  }

  private void checkLifetime(ClientAuthenticationRequest request) {
    Instant now = request.clock().instant();
    Instant notBefore = key.certificate().getNotBefore().toInstant();
    Instant notAfter = key.certificate().getNotAfter().toInstant();
    request.listener().certificateUsed(name, notAfter);
    if (now.isAfter(notAfter) || now.isBefore(notBefore)) {
      throw new CredentialException(
          ErrorDetails.of(
                  "The "
                      + name
                      + " ("
                      + Redactor.sanitize(
                          key.certificate().getSubjectX500Principal().getName(), 120)
                      + ") "
                      + (now.isAfter(notAfter)
                          ? "expired at " + notAfter
                          : "is valid from " + notBefore)
                      + ". The clock of this machine shows "
                      + now
                      + ".")
              .fix(
                  new Fix(
                      RegistrationStep.CREDENTIAL,
                      "Renew the certificate and upload it, or correct the clock.")));
    }
    long today = now.getEpochSecond() / Duration.ofDays(1).toSeconds();
    if (now.isAfter(notAfter.minus(EXPIRY_WARNING)) && lastWarningDay.getAndSet(today) != today) {
      LOG.warn("The {} expires at {}.", Redactor.sanitizeId(name, 300), notAfter);
      request.listener().certificateExpiring(name, notAfter);
    }
  }
}
