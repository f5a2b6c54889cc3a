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

/** Proofs of a certificate's key. Tells, once a day, when the certificate ends soon. */
public final class CertificateAssertion implements ClientAuthenticationSource {
  private static final Logger LOG = LoggerFactory.getLogger(ClientCredential.class);
  private static final Duration SOON = Duration.ofDays(30);

  private final CertificateKey identity;
  private final String name;
  private final AtomicLong toldOnDay = new AtomicLong(Long.MIN_VALUE);

  public CertificateAssertion(CertificateKey identity, String name) {
    this.identity = identity;
    this.name = name;
  }

  public CertificateAssertion sendingChain() {
    return new CertificateAssertion(identity.sendingChain(), name);
  }

  @Override
  public ClientAuthentication proof(ClientAuthenticationRequest request) throws IOException {
    checkLifetime(request);
    try {
      return ClientAuthentication.assertion(ClientAssertion.signed(identity, request));
    } catch (GeneralSecurityException e) {
      throw new CredentialException(
          ErrorDetails.of(
                  "The key of the "
                      + name
                      + " does not sign: "
                      + Redactor.sanitize(String.valueOf(e.getMessage()), 200)
                      + ".")
              .fix(new Fix(RegistrationStep.CREDENTIAL, "Mend the key or its provider."))
              .cause(e));
    }
  }

  private void checkLifetime(ClientAuthenticationRequest request) {
    Instant now = request.clock().instant();
    Instant from = identity.certificate().getNotBefore().toInstant();
    Instant until = identity.certificate().getNotAfter().toInstant();
    request.listener().certificateUsed(name, until);
    if (now.isAfter(until) || now.isBefore(from)) {
      throw new CredentialException(
          ErrorDetails.of(
                  "The "
                      + name
                      + " ("
                      + Redactor.sanitize(
                          identity.certificate().getSubjectX500Principal().getName(), 120)
                      + ") "
                      + (now.isAfter(until) ? "expired at " + until : "is valid from " + from)
                      + "; it is "
                      + now
                      + " here.")
              .fix(
                  new Fix(
                      RegistrationStep.CREDENTIAL,
                      "Renew it and upload the new one, or set the clock right.")));
    }
    long today = now.getEpochSecond() / Duration.ofDays(1).toSeconds();
    if (now.isAfter(until.minus(SOON)) && toldOnDay.getAndSet(today) != today) {
      LOG.warn("The {} expires at {}.", Redactor.sanitizeId(name, 300), until);
      request.listener().certificateExpiring(name, until);
    }
  }
}
