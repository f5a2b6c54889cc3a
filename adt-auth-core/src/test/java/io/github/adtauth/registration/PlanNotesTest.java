package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.files.TestFiles;
import io.github.adtauth.internal.registration.CertificateGenerator;
import io.github.adtauth.internal.registration.PermissionTracker;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the notes and blockers of a plan. */
class PlanNotesTest {
  private static final AppSpec TOOL = AppSpec.desktop("Tool");

  @TempDir Path folder;
  private final AdministratorFixture alice = new AdministratorFixture();

  @AfterEach
  void close() {
    alice.close();
  }

  @Test
  void missingPermissions_areNoted() {
    RegistrationPlan plan = alice.as("Directory.Read.All").plan(TOOL);

    assertThat(plan.blockers()).isEmpty();
    assertThat(plan.toString())
        .contains(
            "\n  * Microsoft Graph may reject the changes: the token does not name Application.ReadWrite.All.\n")
        .contains("* Consent may require an administrator: the token does not name Delegated");
    assertThat(alice.as("Directory.Read.All", "Application.ReadWrite.All").plan(TOOL).notes())
        .singleElement()
        .asString()
        .contains("DelegatedPermissionGrant.ReadWrite.All");
  }

  @Test
  void sufficientPermissions_areNotNoted() {
    assertThat(alice.plan(TOOL).notes()).isEmpty();
    alice.register(TOOL);
    assertThat(alice.as("Directory.Read.All").plan(TOOL).notes()).isEmpty();

    FakeEntra entra = alice.azure.entra();
    TokenProvider daemon =
        request ->
            AccessToken.of(
                alice
                    .azure
                    .graph()
                    .tokenFor(entra.daemon(), "Directory.Read.All", "Organization.Read.All"),
                Instant.MAX);
    assertThat(alice.as(daemon).plan(AppSpec.desktop("Other")).notes()).isEmpty();
  }

  private static String jwt(String claims) {
    byte[] bytes = claims.getBytes(StandardCharsets.UTF_8);
    return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + ".c2ln";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"scp\":[\"Directory.Read.All\"]}",
        "{\"scp\":{}}",
        "{\"scp\":null}",
        "{\"scp\":\"  \"}",
        "{\"scp\":\"Directory.Read.All",
        "{\"aud\":\"x\"}"
      })
  void unreadableToken_yieldsNoNotes(String claims) throws IOException {
    for (String token :
        new String[] {jwt(claims), "opaque", "a.b.c", "..", "x.!!!.y", "a.b.c.d.e"}) {
      PermissionTracker seen = new PermissionTracker(request -> AccessToken.of(token, Instant.MAX));
      seen.token(TokenRequest.of("x"));
      assertThat(seen.notes(Set.of(RegistrationStep.values()))).isEmpty();
    }
  }

  @Test
  void cachedToken_isReadToo() {
    AccessToken token = AccessToken.of(jwt("{\"scp\":\"openid openid  User.Read\"}"), Instant.MAX);
    PermissionTracker seen =
        new PermissionTracker(
            new TokenProvider() {
              @Override
              public AccessToken token(TokenRequest request) throws IOException {
                throw new IOException("a cached token exists");
              }

              @Override
              public AccessToken cachedToken(TokenRequest request) {
                return token;
              }
            });

    assertThat(seen.cachedToken(TokenRequest.of("x"))).isSameAs(token);

    assertThat(seen.notes(Set.of(RegistrationStep.CONSENT))).hasSize(1);
    assertThat(seen.notes(Set.of(RegistrationStep.INSTANCE_ROLE))).isEmpty();
  }

  @Test
  void expiredCertificate_blocksPlan() throws IOException {
    long now = System.currentTimeMillis();
    HeldCertificate old =
        new HeldCertificate.Builder().validityInterval(now - 90_000, now - 60_000).build();
    Path pem = Files.writeString(folder.resolve("old.pem"), old.certificatePem());

    for (AppCredential credential :
        new AppCredential[] {
          AppCredential.certificate(old.certificate()),
          AppCredential.newCertificate(pem, Duration.ofDays(9))
        }) {
      RegistrationPlan plan = alice.plan(AppSpec.service("Job", credential));
      assertThat(plan.blockers()).singleElement().asString().contains(" expired at ");
      assertThatThrownBy(() -> alice.registration.apply(plan))
          .isInstanceOf(RegistrationException.class);
    }
    assertThat(alice.azure.graph().writes()).isZero();
  }

  @Test
  void hostilePath_isSanitized() {
    for (String name : new String[] {"a\u001b[2J\nb.pem", "none\u001b[2J/b.pem"}) {
      Path pem = folder.resolve(name);
      assertThat(
              alice
                  .plan(
                      AppSpec.service("Job", AppCredential.newCertificate(pem, Duration.ofDays(9))))
                  .toString())
          .contains(".pem")
          .doesNotContain("\u001b", "\nb.pem");
    }
  }

  @Test
  void missingFolder_blocksPlan() {
    Path pem = folder.resolve("none").resolve("job.pem");

    assertThat(
            alice
                .plan(AppSpec.service("Job", AppCredential.newCertificate(pem, Duration.ofDays(9))))
                .blockers())
        .singleElement()
        .asString()
        .contains("none");
  }

  @Test
  void keyWritableByOthers_blocksPlan() throws IOException {
    Path pem = folder.resolve("job.pem");
    AppSpec job = AppSpec.service("Job", AppCredential.newCertificate(pem, Duration.ofDays(9)));
    HeldCertificate planted = new HeldCertificate.Builder().build();
    Files.writeString(pem, planted.certificatePem());
    TestFiles.mode(pem, "rw-rw-rw-");

    assertThat(alice.plan(job).blockers())
        .singleElement()
        .asString()
        .contains("Other users can write");
  }

  @Test
  void missingOkHttpTls_blocksPlan() throws Exception {
    assertThat(CertificateGenerator.isAvailable()).isTrue();
    List<URL> without = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("okhttp-tls")) {
        without.add(Path.of(entry).toUri().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(without.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Method available =
          loader.loadClass(CertificateGenerator.class.getName()).getDeclaredMethod("isAvailable");
      available.setAccessible(true);
      assertThat(available.invoke(null)).isEqualTo(false);
    }
  }
}
