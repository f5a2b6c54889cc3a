package io.github.adtauth.internal.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.Secret;
import io.github.adtauth.credential.TestKeys;
import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any file yields a matching key and certificate, or an error message. */
public class CertificateFuzzTest {
  private static final HeldCertificate OWN =
      TestKeys.selfSigned("job", Instant.parse("2026-01-05T08:00:00Z"), Duration.ofDays(9));

  @TestFactory
  Stream<DynamicTest> certificate() {
    return Fuzz.of("certificate", CertificateFuzzTest::fuzzerTestOneInput)
        .seed(TestKeys.pem(OWN).getBytes(US_ASCII))
        .seed((OWN.certificatePem() + OWN.privateKeyPkcs1Pem()).getBytes(US_ASCII))
        .seed(TestKeys.pfx(Shown.SECRET, OWN))
        .words("-----BEGIN ", "-----END ", "-----", "CERTIFICATE", "PRIVATE KEY", "RSA ", "EC ")
        .words("ENCRYPTED ")
        .oneIn(2)
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      CertificateKey identity = CertificateReader.read(input, Secret.of(Shown.SECRET));
      assertThat(identity.chain()).isNotEmpty();
      assertThat(identity.certificate().getPublicKey()).isInstanceOf(RSAPublicKey.class);
    } catch (IllegalArgumentException e) {
      Shown.check(e);
    }
  }
}
