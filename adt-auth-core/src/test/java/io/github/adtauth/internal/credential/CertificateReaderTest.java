package io.github.adtauth.internal.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateReaderTest {
  private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
  private static final HeldCertificate ROOT =
      TestKeys.builder("root", NOW, Duration.ofDays(99)).certificateAuthority(1).build();
  private static final HeldCertificate OWN =
      TestKeys.builder("job", NOW, Duration.ofDays(9)).signedBy(ROOT).build();
  private static final HeldCertificate OTHER =
      TestKeys.selfSigned("other", NOW, Duration.ofDays(9));
  private static final Secret PASSWORD = Secret.of("pass word");

  private static CertificateKey read(String text, Secret password) {
    return CertificateReader.read(text.getBytes(StandardCharsets.US_ASCII), password);
  }

  private static List<X509Certificate> chain(String pem) {
    return read(pem, null).chain();
  }

  @Test
  void pem_isReadInAnyOrder() {
    String key = OWN.privateKeyPkcs8Pem();
    String own = OWN.certificatePem();
    assertThat(chain(key + own)).containsExactly(OWN.certificate());
    assertThat(chain("Bag Attributes\n  x: y\n" + own + "\n\r\n" + key))
        .containsExactly(OWN.certificate());
    assertThat(chain(ROOT.certificatePem() + key + own))
        .containsExactly(OWN.certificate(), ROOT.certificate());
    assertThat(chain((key + own).replace("\n", "\r\n"))).hasSize(1);
  }

  @Test
  void pemOfOldOpenSsl_isRead() {
    assertThat(chain(OWN.privateKeyPkcs1Pem() + OWN.certificatePem())).hasSize(1);
  }

  private static byte[] ofOpenSsl(String name) throws IOException {
    try (InputStream in = CertificateReaderTest.class.getResourceAsStream("/" + name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void encryptedPem_requiresPassword() throws IOException {
    String pem = new String(ofOpenSsl("encrypted-key.pem"), StandardCharsets.US_ASCII);
    assertThat(read(pem, PASSWORD).certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=job");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(pem, null))
        .withMessageContaining("a password is required");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(pem, Secret.of("wrong")))
        .withMessageContaining("password is wrong");
    byte[] des = ofOpenSsl("encrypted-key-des.pem");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CertificateReader.read(des, PASSWORD))
        .withMessageContaining("openssl pkcs8 -topk8 -v2 aes-256-cbc");
  }

  @Test
  void pfx_isReadWithChain() throws IOException {
    byte[] pfx = TestKeys.pfx("pass word", OWN, ROOT.certificate());
    assertThat(CertificateReader.read(pfx, PASSWORD).chain())
        .containsExactly(OWN.certificate(), ROOT.certificate());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CertificateReader.read(pfx, Secret.of("wrong")))
        .withMessageContaining("password is wrong");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CertificateReader.read(pfx, null))
        .withMessageContaining("a password is required");
    assertThat(CertificateReader.read(TestKeys.pfx("", OWN), null).chain()).hasSize(1);
    assertThat(CertificateReader.read(ofOpenSsl("openssl.pfx"), PASSWORD).chain()).hasSize(1);
  }

  @Test
  void missingPart_isNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain(OWN.certificatePem()))
        .withMessageContaining("no private key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain(OWN.privateKeyPkcs8Pem()))
        .withMessageContaining("no certificate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain(OWN.privateKeyPkcs8Pem() + OTHER.certificatePem()))
        .withMessageContaining("does not match the certificate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain(TestKeys.pem(OWN) + OTHER.privateKeyPkcs8Pem()))
        .withMessageContaining("two private keys");
  }

  @Test
  void pfxWithoutCertificate_isReported() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CertificateReader.read(ofOpenSsl("openssl-key-only.pfx"), PASSWORD))
        .withMessageContaining("no certificate");
  }

  @Test
  void otherKeyTypes_areNamed() {
    HeldCertificate ec = new HeldCertificate.Builder().ecdsa256().build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain(TestKeys.pem(ec)))
        .withMessageContaining("RSA");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ClientCredential.certificate(ec.keyPair().getPrivate(), List.of(ec.certificate())))
        .withMessageContaining("RSA");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> chain(TestKeys.block("EC PRIVATE KEY", new byte[9]) + ec.certificatePem()))
        .withMessageContaining("EC PRIVATE KEY");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain("-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\n"))
        .withMessageContaining("openssl pkcs8 -topk8");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100, 500, 900, 1300, 1700, 2000, 2500})
  void truncatedFile_isRejected(int length) {
    byte[] pem = TestKeys.pem(OWN).getBytes(StandardCharsets.US_ASCII);
    byte[] pfx = TestKeys.pfx("pass word", OWN);
    for (byte[] whole : List.of(pem, pfx)) {
      byte[] half = Arrays.copyOf(whole, Math.min(length, whole.length - 30));
      assertThatIllegalArgumentException().isThrownBy(() -> CertificateReader.read(half, PASSWORD));
    }
  }

  @Test
  void garbage_isRejected() {
    Random random = new Random(7);
    byte[] pem = TestKeys.pem(OWN).getBytes(StandardCharsets.US_ASCII);
    byte[] pfx = TestKeys.pfx("pass word", OWN);
    for (int i = 0; i < 300; i++) {
      byte[] bad = (i % 2 == 0 ? pem : pfx).clone();
      for (int hit = 0; hit < 5; hit++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(CertificateReader.read(bad, PASSWORD).certificate()).isNotNull();
      } catch (IllegalArgumentException e) {
        assertThat(e).message().isNotBlank();
      }
    }
  }
}
