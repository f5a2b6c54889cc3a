package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CredentialException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.files.TestFiles;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests credential files that other users can write, and files that are not regular files. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UntrustedCredentialFilesTest {
  @TempDir private static Path folder;

  private final CredentialFixture credentials = new CredentialFixture(folder);

  @AfterEach
  void stop() {
    credentials.close();
  }

  private void assertRejected(ClientCredential credential, Path file, String reason) {
    assertThatThrownBy(() -> credentials.job(credential).token(TWINS))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
    assertThat(credentials.entra.requests()).isEmpty();
  }

  @Test
  void pipe_isRejectedWithoutBlocking() throws Exception {
    Path pipe = TestFiles.pipe(credentials.folder.resolve("pipe"));
    Path link = Files.createSymbolicLink(credentials.folder.resolve("link"), pipe);
    for (Path file : List.of(pipe, link)) {
      assertRejected(ClientCredential.certificate(file), file, "not a regular file");
      assertRejected(ClientCredential.federatedTokenFile(file), file, "not a regular file");
      for (String variable :
          List.of("AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE")) {
        assertRejected(
            ClientCredential.fromEnvironment(Map.of(variable, file.toString())),
            file,
            "not a regular file");
      }
    }
  }

  @Test
  void deviceOrDirectory_isRejected() {
    assertRejected(
        ClientCredential.certificate(credentials.folder), credentials.folder, "it is a directory");
    Path zero = Path.of("/dev/zero");
    if (Files.exists(zero)) {
      assertRejected(ClientCredential.certificate(zero), zero, "not a regular file");
      assertRejected(ClientCredential.federatedTokenFile(zero), zero, "not a regular file");
    }
  }

  @Test
  void keyWritableByOthers_isRejected() throws IOException {
    Path pem = credentials.pem(credentials.certificate);
    for (String mode : List.of("rw-rw----", "rw----rw-")) {
      TestFiles.mode(pem, mode);
      assertRejected(ClientCredential.certificate(pem), pem, "others may write");
    }
  }

  @Test
  void keyInFolderWritableByOthers_isRejected() throws IOException {
    Path pem = credentials.pem(credentials.certificate);
    TestFiles.mode(credentials.folder, "rwxrwxrwx");
    assertRejected(ClientCredential.certificate(pem), pem, "its folder");
    TestFiles.sticky(credentials.folder);
    assertThat(credentials.job(ClientCredential.certificate(pem)).token(TWINS)).isNotNull();
  }

  @Test
  void keyOfAnotherUser_isRejected() throws IOException {
    Path pem = TestFiles.ofOtherUser(credentials.pem(credentials.certificate));
    assertRejected(ClientCredential.certificate(pem), pem, "user id " + TestFiles.OTHER_USER);
  }

  @Test
  void keyThatBecomesUntrusted_isNotReloaded() throws IOException {
    Path pem = credentials.pem(credentials.certificate);
    TokenProvider job = credentials.job(ClientCredential.certificate(pem));
    job.token(TWINS);
    credentials.pem(credentials.nextCertificate); // Entra ID does not know this certificate
    TestFiles.mode(pem, "rw-rw-rw-");
    credentials.fixture.time.advance(Duration.ofHours(2));
    assertThat(job.token(TWINS)).isNotNull();
    assertThat(credentials.heard).isEmpty();
  }
}
