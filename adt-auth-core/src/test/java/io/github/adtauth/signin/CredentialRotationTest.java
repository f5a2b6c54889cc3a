package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CredentialException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.Secret;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.TestKeys;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests credentials that are replaced, expire or are invalid. */
class CredentialRotationTest {
  @TempDir private static Path folder;

  private final CredentialFixture credentials = new CredentialFixture(folder);
  private final SignInFixture fixture = credentials.fixture;
  private final FakeEntra entra = credentials.entra;
  private final HeldCertificate certificate = credentials.certificate;

  @AfterEach
  void stop() {
    credentials.close();
  }

  @Test
  void changedFile_isReloaded() throws IOException {
    TokenProvider job = credentials.job(ClientCredential.certificate(credentials.pem(certificate)));
    job.token(TWINS);
    credentials.upload(credentials.nextCertificate);
    credentials.pem(credentials.nextCertificate);
    fixture.time.advance(Duration.ofHours(2));
    job.token(TWINS);
    assertThat(entra.tokenCalls("client_credentials")).hasSize(2);
    assertThat(credentials.heard)
        .containsExactly(
            "reloaded certificate of " + credentials.folder.resolve("certificate.pem"));
  }

  @Test
  void rejectedCertificate_isReloadedAndRetriedOnce() throws IOException {
    TokenProvider job = credentials.job(ClientCredential.certificate(credentials.pem(certificate)));
    credentials.upload(credentials.nextCertificate);
    assertThatThrownBy(() -> job.token(TWINS))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("upload it")
        .hasMessageContaining("step 7");
    assertThat(entra.tokenCalls("client_credentials")).hasSize(2);
  }

  /** As a framework does that reloads certificates itself. */
  @Test
  void replacedCredential_isUsedForNextRequest() throws IOException {
    AtomicReference<ClientCredential> current =
        new AtomicReference<>(
            ClientCredential.certificate(
                certificate.keyPair().getPrivate(), List.of(certificate.certificate())));
    ClientCredential reloading = ClientCredential.reloading(current::get);
    TokenProvider job = credentials.job(reloading);
    job.token(TWINS);
    credentials.upload(credentials.nextCertificate);
    current.set(ClientCredential.certificate(credentials.pem(credentials.nextCertificate)));
    fixture.time.advance(Duration.ofHours(2));
    job.token(TWINS);
    assertThat(entra.tokenCalls("client_credentials")).hasSize(2);
    assertThat(reloading).hasToString("certificate");
  }

  /** The file behind the supplier is read again, as without the supplier. */
  @Test
  void rejectedFileOfReplaceableCredential_isReloaded() throws IOException {
    ClientCredential file = ClientCredential.certificate(credentials.pem(certificate));
    TokenProvider job = credentials.job(ClientCredential.reloading(() -> file));
    credentials.upload(credentials.nextCertificate);
    assertThatThrownBy(() -> job.token(TWINS)).isInstanceOf(CredentialException.class);
    assertThat(entra.tokenCalls("client_credentials")).hasSize(2);
  }

  @Test
  void rejectedSecret_isNotRetried() {
    assertThatThrownBy(() -> credentials.job(ClientCredential.secret("wrong")).token(TWINS))
        .isInstanceOf(CredentialException.class);
    assertThat(entra.tokenCalls("client_credentials")).hasSize(1);
  }

  @Test
  void rejectedFederatedToken_isReloadedAndRetriedOnce() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    TokenProvider job =
        credentials.job(
            ClientCredential.federatedToken(
                () ->
                    Secret.of(
                        credentials.federated(
                            asked.getAndIncrement() == 0
                                ? "https://else"
                                : CredentialFixture.AUDIENCE))));
    assertThat(job.token(TWINS)).isNotNull();
    assertThat(asked).hasValue(2);
    assertThat(entra.tokenCalls("client_credentials")).hasSize(2);
  }

  @Test
  void federatedToken_isReloadedForEachRequest() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    TokenProvider job =
        credentials.job(
            ClientCredential.federatedToken(
                () -> {
                  asked.incrementAndGet();
                  return Secret.of(credentials.federated(CredentialFixture.AUDIENCE));
                }));
    job.token(TWINS);
    fixture.time.advance(Duration.ofHours(2));
    job.token(TWINS);
    assertThat(asked).hasValue(2);
  }

  @Test
  void partialFile_keepsPreviousUntilComplete() throws IOException {
    TokenProvider job = credentials.job(ClientCredential.certificate(credentials.pem(certificate)));
    job.token(TWINS);
    Path file = credentials.folder.resolve("certificate.pem");
    Files.writeString(file, TestKeys.pem(credentials.nextCertificate).substring(0, 700));
    fixture.time.advance(Duration.ofHours(2));
    job.token(TWINS);
    Files.delete(file);
    fixture.time.advance(Duration.ofHours(2));
    job.token(TWINS);
    credentials.upload(credentials.nextCertificate);
    credentials.pem(credentials.nextCertificate);
    fixture.time.advance(Duration.ofHours(2));
    job.token(TWINS);
    assertThat(entra.tokenCalls("client_credentials")).hasSize(4);
    assertThat(credentials.heard).hasSize(1);
  }

  @Test
  void missingFile_isNamedAndReadOnceItExists() throws IOException {
    Path file = credentials.folder.resolve("certificate.pem");
    TokenProvider job = credentials.job(ClientCredential.certificate(file));
    assertThatThrownBy(() -> job.token(TWINS))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("no such file");
    assertThat(entra.requests()).isEmpty();
    credentials.pem(certificate);
    fixture.time.advance(Duration.ofSeconds(2));
    assertThat(job.token(TWINS)).isNotNull();
  }

  @Test
  void wrongPassword_isNamed() throws IOException {
    Path file =
        Files.write(credentials.folder.resolve("own.pfx"), TestKeys.pfx("word", certificate));
    assertThatThrownBy(
            () -> credentials.job(ClientCredential.certificate(file, Secret.of("no"))).token(TWINS))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("own.pfx")
        .hasMessageContaining("password is wrong");
  }

  @Test
  void expiredCertificate_isNotSent() {
    HeldCertificate old = credentials.certificate(Duration.ofHours(25));
    ClientCredential credential =
        ClientCredential.certificate(old.keyPair().getPrivate(), List.of(old.certificate()));
    fixture.time.advance(Duration.ofHours(2));
    assertThatThrownBy(() -> credentials.job(credential).token(TWINS))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> assertThat(e.fix().orElseThrow().step()).isEqualTo(RegistrationStep.CREDENTIAL))
        .hasMessageContaining("expired at 2026-01-05T09:00:00Z")
        .hasMessageContaining("CN=job");
    assertThat(entra.requests()).isEmpty();
  }

  @Test
  void expiringCertificate_isReportedOnceADay() throws IOException {
    HeldCertificate ending = credentials.certificate(Duration.ofDays(20));
    credentials.upload(ending);
    ClientCredential credential =
        ClientCredential.certificate(ending.keyPair().getPrivate(), List.of(ending.certificate()));
    TokenProvider job = credentials.job(credential);
    for (int hours = 0; hours < 48; hours += 2) {
      job.token(TWINS);
      fixture.time.advance(Duration.ofHours(2));
    }
    assertThat(credentials.heard)
        .hasSize(3)
        .allMatch(said -> said.startsWith("expires certificate 2026-01-24"));
  }

  @Test
  void invalidFederatedTokenFile_isNamed() throws IOException {
    Path file = credentials.folder.resolve("token");
    for (String content : new String[] {"", " \n", "secret stuff", "a.b.c"}) {
      Files.writeString(file, content);
      assertThatThrownBy(
              () -> credentials.job(ClientCredential.federatedTokenFile(file)).token(TWINS))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining("stuff");
    }
    Files.delete(file);
    assertThatThrownBy(
            () -> credentials.job(ClientCredential.federatedTokenFile(file)).token(TWINS))
        .hasMessageContaining("no such file")
        .hasMessageContaining("azure.workload.identity/use");
    assertThat(entra.requests()).isEmpty();
  }

  @Test
  void federatedTokenWithWrongAudienceOrExpired_isExplained() {
    ClientCredential other =
        ClientCredential.federatedToken(() -> Secret.of(credentials.federated("api://else")));
    assertThatThrownBy(() -> credentials.job(other).token(TWINS))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("issuer, subject and audience");
    String old = credentials.federated(CredentialFixture.AUDIENCE);
    fixture.time.advance(Duration.ofHours(2));
    int before = entra.requests().size();
    assertThatThrownBy(
            () ->
                credentials.job(ClientCredential.federatedToken(() -> Secret.of(old))).token(TWINS))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("expired");
    assertThat(entra.requests()).hasSize(before);
  }

  @Test
  void failingTokenSource_isReported() {
    assertThatThrownBy(
            () ->
                credentials
                    .job(
                        ClientCredential.federatedToken(
                            () -> {
                              throw new IOException("the vault is sealed");
                            }))
                    .token(TWINS))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(
            () ->
                credentials
                    .job(
                        ClientCredential.federatedToken(
                            () -> {
                              throw new IllegalStateException("theirs");
                            }))
                    .token(TWINS))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("java.lang.IllegalStateException");
    ClientCredential broken =
        ClientCredential.signer(
            data -> {
              throw new GeneralSecurityException("token removed");
            },
            List.of(certificate.certificate()));
    assertThatThrownBy(() -> credentials.job(broken).token(TWINS))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("token removed");
  }

  @Test
  void outage_doesNotReloadCredential() throws IOException {
    fixture.azure.script(LOGIN).always(Faults.status(400));
    assertThatThrownBy(
            () ->
                credentials
                    .job(ClientCredential.certificate(credentials.pem(certificate)))
                    .token(TWINS))
        .isNotInstanceOf(CredentialException.class);
    assertThat(fixture.azure.requests(LOGIN)).hasSize(1);
  }

  @Test
  void expiredCertificateWithSameTimestamp_isReloaded() throws IOException {
    HeldCertificate old = credentials.certificate(Duration.ofHours(1));
    String before = TestKeys.pem(old);
    String after = TestKeys.pem(certificate);
    int length = Math.max(before.length(), after.length());
    Path file = credentials.folder.resolve("certificate.pem");
    FileTime then = FileTime.fromMillis(1_700_000_000_000L);
    Files.writeString(file, before + "\n".repeat(length - before.length()));
    Files.setLastModifiedTime(file, then);
    TokenProvider job = credentials.job(ClientCredential.certificate(file));
    assertThatThrownBy(() -> job.token(TWINS)).hasMessageContaining("expired at");
    Files.writeString(file, after + "\n".repeat(length - after.length()));
    Files.setLastModifiedTime(file, then);
    fixture.time.advance(Duration.ofMinutes(1));
    assertThat(job.token(TWINS)).isNotNull();
  }

  @Test
  void federatedTokenFileInOtherEncoding_isNamedAndNotSent() throws IOException {
    Path file = credentials.folder.resolve("token");
    Files.writeString(file, "\uFEFF" + credentials.federated(CredentialFixture.AUDIENCE));
    assertThatThrownBy(
            () -> credentials.job(ClientCredential.federatedTokenFile(file)).token(TWINS))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(file + " does not contain a JWT");
    assertThat(entra.requests()).isEmpty();
  }
}
