package io.github.adtauth.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.RegistrationException;
import io.github.adtauth.internal.files.TestFiles;
import io.github.adtauth.internal.http.OperationPrincipal;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppRegistrationFixture;
import io.github.adtauth.registration.AppSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that another user could have written, and files that are none. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UntrustedFilesTest extends AppRegistrationFixture {
  private final List<String> requests = new ArrayList<>();

  private AppSpec job(Path pem) {
    return AppSpec.service("Job", newCertificate(pem));
  }

  private Path planted() throws IOException {
    HeldCertificate planted = new HeldCertificate.Builder().build();
    return Files.writeString(folder.resolve("job.pem"), planted.certificatePem());
  }

  @Test
  void keyOfAnotherUser_isNotRegistered() throws IOException {
    Path pem = TestFiles.ofOtherUser(planted());
    assertThat(registration.plan(job(pem)).blockers())
        .singleElement()
        .asString()
        .contains(pem.toString(), "user id " + TestFiles.OTHER_USER);
  }

  /** Another user exchanges the file between the plan's check and the registration. */
  @Test
  void certificateOfAnotherUser_isNotRegistered_afterThePlan() throws IOException {
    Path pem = planted();
    PlannedChange change = registerOf(pem);
    TestFiles.ofOtherUser(pem);
    assertThatThrownBy(() -> change.run(new ApplyResult()))
        .isInstanceOf(IllegalArgumentException.class)
        .cause()
        .hasMessageContaining("user id " + TestFiles.OTHER_USER);
    assertThat(requests).isEmpty();
  }

  @Test
  void certificateThatChanged_isNotRegistered() throws IOException {
    Path pem = planted();
    PlannedChange change = registerOf(pem);
    planted();
    assertThatThrownBy(() -> change.run(new ApplyResult()))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("has changed");
    assertThat(requests).isEmpty();
  }

  /** Returns the change that registers the certificate of a file; its requests are recorded. */
  private PlannedChange registerOf(Path pem) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  requests.add(chain.request().url().toString());
                  throw new IOException("a request was sent");
                })
            .build();
    GraphApi graph =
        new GraphApi(http, HttpUrl.get("https://localhost/"), new OperationPrincipal());
    DirectoryState state = new DirectoryState("", null, null, null, null, List.of(), List.of(), "");
    return new CertificateChanges(graph, state, Clock.systemUTC())
        .planNew((AppCredential.NewCertificate) newCertificate(pem))
        .orElseThrow();
  }

  private static AppCredential newCertificate(Path pem) {
    return AppCredential.newCertificate(pem, Duration.ofDays(9));
  }

  @Test
  void keyInAFolderThatOthersMayWrite_isNotRegistered() throws IOException {
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
    TestFiles.linkOfStranger(link);
    assertThat(registration.plan(job(link)).blockers())
        .singleElement()
        .asString()
        .contains("of the link", "user id " + TestFiles.OTHER_USER);
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

  @Test
  void folderThatOthersMayWrite_getsNeitherKeyNorSecret() throws IOException {
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
  void pipe_isNotWaitedFor() throws Exception {
    Path pipe = TestFiles.pipe(folder.resolve("pipe"));
    assertThatThrownBy(() -> registration.plan(job(pipe)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(pipe.toString());
    assertThatThrownBy(() -> SettingsFile.open(pipe, "", null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a regular file");
  }
}
