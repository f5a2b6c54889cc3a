package io.github.adtauth.internal.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.adtauth.Secret;
import io.github.adtauth.credential.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the formats of certificate files. */
class CertificateFormsTest {
  private static final HeldCertificate OWN =
      TestKeys.selfSigned("job", Instant.parse("2026-01-05T08:00:00Z"), Duration.ofDays(9));
  private static final String PEM = OWN.privateKeyPkcs8Pem() + OWN.certificatePem();
  private static final byte[] PFX = TestKeys.pfx("pass word", OWN);
  private static final Secret PASSWORD = Secret.of("pass word");
  private static final Secret UNICODE_PASSWORD = Secret.of("Gäß€ç 𝄞");

  private static byte[] ofOpenSsl(String name) throws IOException {
    try (InputStream in = CertificateFormsTest.class.getResourceAsStream("/" + name)) {
      return in.readAllBytes();
    }
  }

  private static void assertRead(byte[] bytes) {
    assertThat(CertificateReader.read(bytes, PASSWORD).chain()).containsExactly(OWN.certificate());
  }

  private static void assertRead(String text) {
    assertRead(text.getBytes(UTF_8));
  }

  private static void assertNamed(byte[] bytes, Secret password, String... words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CertificateReader.read(bytes, password))
        .withMessageContainingAll(words)
        .withMessageNotContaining("there is no certificate");
  }

  private static void assertNamed(String text, String... words) {
    assertNamed(text.getBytes(US_ASCII), PASSWORD, words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unicode-password.pem",
        "unicode-password-sha1.pem",
        "unicode-password-sha512.pem",
      })
  void pemWithNonAsciiPassword_isRead(String name) throws IOException {
    byte[] pem = ofOpenSsl(name);
    assertThat(CertificateReader.read(pem, UNICODE_PASSWORD).chain()).hasSize(1);
    assertNamed(pem, Secret.of("wröng"), "password is wrong", "UTF-8");
    assertNamed(pem, Secret.of("wrong"), "the password is wrong");
  }

  @Test
  void oldPemWithNonAsciiPassword_namesConversion() throws IOException {
    assertNamed(
        ofOpenSsl("unicode-password-3des.pem"),
        UNICODE_PASSWORD,
        "not ASCII",
        "openssl pkcs8 -topk8 -v2 aes-256-cbc");
  }

  @Test
  void pfxWithNonAsciiPassword_dependsOnJdk() throws IOException {
    byte[] pfx = ofOpenSsl("unicode-password.pfx");
    if (Runtime.version().feature() > 17) {
      assertThat(CertificateReader.read(pfx, UNICODE_PASSWORD).chain()).hasSize(1);
      return;
    }
    assertNamed(
        pfx, UNICODE_PASSWORD, "this JDK (17) accepts only ASCII passwords", "openssl pkcs12");
    assertNamed(pfx, Secret.of("wrong"), "the password is wrong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unencrypted-key.pfx", "unencrypted.pfx"})
  void pfxWithUnencryptedKey_isNamed(String name) throws IOException {
    assertNamed(ofOpenSsl(name), PASSWORD, "not encrypted", "openssl pkcs12 -nodes");
  }

  @Test
  void base64_isDecoded() {
    for (byte[] file : List.of(PFX, PEM.getBytes(US_ASCII))) {
      String base64 = Base64.getEncoder().encodeToString(file);
      assertRead(base64);
      assertRead("\uFEFF" + base64 + "\r\n");
      assertRead("\"" + base64 + "\"");
      assertRead(Base64.getMimeEncoder().encodeToString(file));
      assertRead(Base64.getMimeEncoder().encodeToString(file).replace("\r\n", "\\n"));
      assertRead(Base64.getUrlEncoder().withoutPadding().encodeToString(file));
      assertRead(Base64.getEncoder().encodeToString(base64.getBytes(US_ASCII)));
    }
  }

  @Test
  void escapedLineBreaks_areDecoded() {
    assertRead(PEM.replace("\n", "\\n"));
    assertRead(PEM.replace("\n", "\\r\\n"));
    assertRead("\"" + PEM.replace("\n", "\\\\n") + "\"");
    assertRead(Base64.getEncoder().encodeToString(PEM.replace("\n", "\\n").getBytes(US_ASCII)));
    assertRead(PEM.replace("\n", " "));
  }

  @Test
  void oldLabelAndPfxInPem_areRead() {
    assertRead(PEM.replace(" CERTIFICATE-", " X509 CERTIFICATE-"));
    assertRead(TestKeys.block("CERTIFICATE", PFX));
  }

  @ParameterizedTest
  @CsvSource({
    "TRUSTED CERTIFICATE, openssl x509",
    "PKCS7, openssl pkcs7 -print_certs",
    "CMS, openssl pkcs7 -print_certs",
    "CERTIFICATE REQUEST, certificate request",
    "NEW CERTIFICATE REQUEST, certificate request",
  })
  void certificateWithAnotherLabel_isNamed(String label, String conversion) {
    assertNamed(PEM.replace(" CERTIFICATE-", " " + label + "-"), conversion);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENSSH PRIVATE KEY, ssh-keygen -p -m PKCS8",
    "DSA PRIVATE KEY, only RSA keys",
    "PUBLIC KEY, public key",
    "PGP PRIVATE KEY BLOCK, OpenPGP",
  })
  void keyWithAnotherLabel_isNamed(String label, String conversion) {
    assertNamed(PEM.replace(" PRIVATE KEY-", " " + label + "-"), conversion);
  }

  @Test
  void pkcs7AndRequestWithCertificateLabel_areNamed() {
    byte[] pkcs7 = {
      0x30, 0x0b, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 7, 2
    };
    byte[] request = {0x30, 7, 0x30, 5, 2, 1, 0, 0x30, 0};
    assertNamed(OWN.privateKeyPkcs8Pem() + TestKeys.block("CERTIFICATE", pkcs7), "PKCS #7");
    assertNamed(OWN.privateKeyPkcs8Pem() + TestKeys.block("CERTIFICATE", request), "request");
    assertNamed(pkcs7, PASSWORD, "PKCS #7");
    assertNamed(request, PASSWORD, "request");
  }

  @Test
  void damagedBlock_isReported() {
    String certificate = OWN.certificatePem();
    String key = OWN.privateKeyPkcs8Pem();
    assertNamed(
        key + certificate.replace("-----END CERTIFICATE-----", ""),
        "its CERTIFICATE has no END line");
    assertNamed(
        certificate.replace("-----END CERTIFICATE-----", "") + key,
        "its CERTIFICATE has no END line");
    assertNamed(key + certificate.replace("MII", "M-I"), "its CERTIFICATE is not valid base64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JKS", "JCEKS"})
  void javaKeyStore_isNamed(String type) throws Exception {
    char[] word = "pass word".toCharArray();
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    Certificate[] chain = {OWN.certificate()};
    store.setKeyEntry("own", OWN.keyPair().getPrivate(), word, chain);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, word);
    assertNamed(out.toByteArray(), PASSWORD, type, "keytool -importkeystore");
    String base64 = Base64.getEncoder().encodeToString(out.toByteArray());
    assertNamed(base64, type, "keytool -importkeystore");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void wideText_isNamed(String charset) {
    assertNamed(PEM.getBytes(Charset.forName(charset)), PASSWORD, "UTF-16", "save it as UTF-8");
    assertNamed(
        Base64.getEncoder().encodeToString(PFX).getBytes(Charset.forName(charset)),
        PASSWORD,
        "UTF-16");
  }

  @Test
  void derWithoutCounterpart_isNamed() throws Exception {
    assertNamed(OWN.certificate().getEncoded(), PASSWORD, "certificate without its private key");
    assertNamed(OWN.keyPair().getPrivate().getEncoded(), PASSWORD, "private key", "openssl pkey");
    String base64 = Base64.getEncoder().encodeToString(OWN.certificate().getEncoded());
    assertNamed(base64, "certificate without its private key");
  }

  @Test
  void otherFiles_areNamed() {
    Map<String, String> files =
        Map.of(
            "PuTTY-User-Key-File-3: ssh-rsa\n", "PuTTYgen",
            "{\"kty\":\"RSA\"}", "JSON",
            "<html>not found</html>", "HTML",
            "PK\u0003\u0004xxxx", "zip");
    files.forEach(CertificateFormsTest::assertNamed);
  }

  @Test
  void pfxWithoutLinkedCertificate_isReadOrNamed() throws Exception {
    char[] word = "pass word".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("key", encryptedKey(word), null);
    store.setCertificateEntry("certificate", OWN.certificate());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, word);
    assertRead(out.toByteArray());
    assertNamed(ofOpenSsl("openssl-key-only.pfx"), PASSWORD, "localKeyID");
  }

  private static byte[] encryptedKey(char[] word) throws Exception {
    String scheme = "PBEWithSHA1AndDESede";
    Cipher cipher = Cipher.getInstance(scheme);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(word)));
    return new EncryptedPrivateKeyInfo(
            cipher.getParameters(), cipher.doFinal(OWN.keyPair().getPrivate().getEncoded()))
        .getEncoded();
  }
}
