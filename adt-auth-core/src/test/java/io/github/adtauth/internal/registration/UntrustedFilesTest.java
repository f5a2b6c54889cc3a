package io.github.adtauth.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.files.TestFiles;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppRegistrationFixture;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.registration.RegistrationPlan;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests keys that another user could have written, and irregular files. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UntrustedFilesTest extends AppRegistrationFixture {
  private AppSpec job(Path pem) {
    return AppSpec.service("Job", AppCredential.newCertificate(pem, Duration.ofDays(9)));
  }

  private Path planted() throws IOException {
    HeldCertificate planted = new HeldCertificate.Builder().build();
    return Files.writeString(folder.resolve("job.pem"), planted.certificatePem());
  }

  @Test
  void keyOfAnotherUser_isNotRegistered() throws IOException {
    Path pem = TestFiles.ofOtherUser(planted());
    RegistrationPlan plan = registration.plan(job(pem));
    assertThat(plan.blockers())
        .singleElement()
        .asString()
        .contains(pem.toString(), "user id " + TestFiles.OTHER_USER);
    assertThat(plan.changes()).noneMatch(change -> change.step() == RegistrationStep.CREDENTIAL);
  }

  @Test
  void fileThatAppearsAfterThePlan_isNotRegistered() throws IOException {
    Path pem = folder.resolve("job.pem");
    RegistrationPlan plan = registration.plan(job(pem));
    String planted = Files.readString(planted());
    assertThatThrownBy(() -> registration.apply(plan))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining(pem + " did not exist when the plan was created.")
        .hasMessageContaining("plan again to use it")
        .hasMessageContaining("Otherwise move it away first.");
    assertThat(pem).hasContent(planted);
  }

  @Test
  void newKey_doesNotReplaceAFile() throws IOException {
    Path pem = planted();
    String planted = Files.readString(pem);
    assertThatThrownBy(() -> PrivateFile.write(pem, new byte[1], false))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(pem).hasContent(planted);
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(pem));
  }

  /** Another user may exchange the file after the check. */
  @Test
  void fileExchangedAfterPlan_isNotRegistered() throws IOException {
    Path pem = planted();
    RegistrationPlan plan = registration.plan(job(pem));
    TestFiles.ofOtherUser(pem);
    assertThatThrownBy(() -> registration.apply(plan))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining(pem.toString())
        .hasMessageContaining("user id " + TestFiles.OTHER_USER);
  }

  @Test
  void changedCertificate_isNotRegistered() throws IOException {
    X509Certificate planned = KeyFile.read(planted()).certificate();
    Path changed = planted();
    assertThatThrownBy(() -> CertificateChanges.requireUnchanged(changed, planned))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("has changed");
  }

  @Test
  void keyInWritableFolder_isNotRegistered() throws IOException {
    Path pem = planted();
    TestFiles.mode(folder, "rwxrwxrwx");
    assertThat(registration.plan(job(pem)).blockers())
        .singleElement()
        .asString()
        .contains(pem.toString(), "its folder");
  }

  @Test
  void linkOfAnotherUser_isNotFollowed() throws IOException {
    Path pem = planted();
    Path link = Files.createSymbolicLink(folder.resolve("link.pem"), pem);
    TestFiles.sticky(folder);
    assertThat(registration.plan(job(link)).blockers()).isEmpty();
    TestFiles.linkOfOtherUser(link);
    assertThat(registration.plan(job(link)).blockers())
        .singleElement()
        .asString()
        .contains("of the link", "user id " + TestFiles.OTHER_USER);
  }

  @Test
  void fileBelowLinkOfAnotherUser_isNotWritten() throws IOException {
    Path target = TestFiles.mode(Files.createDirectory(folder.resolve("target")), "rwx------");
    Path sticky = TestFiles.sticky(Files.createDirectory(folder.resolve("sticky")));
    Path link = Files.createSymbolicLink(sticky.resolve("link"), target);
    PrivateFile.write(link.resolve("app"), new byte[1], true);
    assertThat(target.resolve("app")).hasSize(1);
    TestFiles.linkOfOtherUser(link);
    for (boolean replace : new boolean[] {true, false}) {
      assertThatThrownBy(() -> PrivateFile.write(link.resolve("job"), new byte[1], replace))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("of the link " + link);
    }
    assertThat(target.resolve("job")).doesNotExist();
  }

  @Test
  void settingsOfAnotherUser_areNotCompleted() throws IOException {
    Path file = Files.writeString(folder.resolve("app.properties"), "clientId=\n");
    TestFiles.sticky(folder);
    assertThat(SettingsFile.open(file, "", null)).isNotNull();
    TestFiles.ofOtherUser(file);
    assertThatThrownBy(() -> SettingsFile.open(file, "", null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it belongs to user id " + TestFiles.OTHER_USER);
  }

  /** Others could exchange the file between a check and a later read. */
  @Test
  void settingsWritableByOthers_areNotCompleted() throws IOException {
    Path file = Files.writeString(folder.resolve("app.properties"), "clientId=\n");
    TestFiles.mode(folder, "rwxrwxrwx");
    assertThatThrownBy(() -> SettingsFile.open(file, "", null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of its folder");
    TestFiles.sticky(folder);
    TestFiles.mode(file, "rw-rw-r--");
    assertThat(SettingsFile.open(file, "", null)).isNotNull();
    TestFiles.mode(file, "rw-rw-rw-");
    assertThatThrownBy(() -> SettingsFile.open(file, "", null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("everybody may write to it");
  }

  @Test
  void writableFolder_receivesNoSecret() throws IOException {
    TestFiles.mode(folder, "rwxrwxrwx");
    assertThat(registration.plan(job(folder.resolve("job.pem"))).blockers())
        .singleElement()
        .asString()
        .contains("job.pem", "others may write to it");
    assertThatThrownBy(() -> PrivateFile.write(folder.resolve("app"), new byte[1], true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("others could read it, because of its folder");
    assertThat(folder).isEmptyDirectory();
    TestFiles.sticky(folder);
    PrivateFile.write(folder.resolve("app"), new byte[1], true);
    assertThat(folder.resolve("app")).hasSize(1);
  }

  @Test
  void pipe_doesNotBlock() throws Exception {
    Path pipe = TestFiles.pipe(folder.resolve("pipe"));
    assertThatThrownBy(() -> registration.plan(job(pipe)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(pipe.toString());
    assertThatThrownBy(() -> SettingsFile.open(pipe, "", null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a regular file");
  }
}
