package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.LocalAzureExtension;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Certificates of SSL bundles, which Spring reloads. */
@ExtendWith(LocalAzureExtension.class)
class BundleCredentialTest {
  private static final TokenRequest TWINS =
      TokenRequest.of("https://digitaltwins.azure.net/.default");

  private final FakeEntra entra;
  private final Path pem;
  private final ApplicationContextRunner runner;

  BundleCredentialTest(LocalAzure azure, @TempDir Path folder) {
    entra = azure.entra();
    pem = folder.resolve("rooms.pem");
    runner =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    AdtAuthAutoConfiguration.class,
                    AdtAuthStoreAutoConfiguration.class,
                    AdtAuthHttpAutoConfiguration.class,
                    AdtAuthClientAutoConfiguration.class))
            .withBean(OkHttpClient.class, azure::httpClient)
            .withPropertyValues(
                "adt-auth.client-id=" + entra.daemon().clientId(),
                "adt-auth.tenant=" + entra.tenantId(),
                "adt-auth.endpoint=" + azure.endpoint(),
                "adt-auth.credential.ssl-bundle=rooms",
                "spring.ssl.bundle.pem.rooms.reload-on-update=true",
                "spring.ssl.bundle.pem.rooms.keystore.certificate=file:" + pem,
                "spring.ssl.bundle.pem.rooms.keystore.private-key=file:" + pem,
                "spring.ssl.bundle.watch.file.quiet-period=50ms");
  }

  private static HeldCertificate certificate(int number) {
    return new HeldCertificate.Builder().commonName("rooms " + number).rsa2048().build();
  }

  private void write(HeldCertificate certificate) throws IOException {
    Files.writeString(pem, certificate.certificatePem() + certificate.privateKeyPkcs8Pem());
  }

  private void upload(HeldCertificate certificate) {
    Registration daemon = entra.daemon();
    entra.register(
        daemon.toBuilder()
            .noSecrets()
            .noCertificates()
            .certificate(certificate.certificate().getPublicKey())
            .build());
  }

  @Test
  void reloadedBundle_isUsedWithoutRestart() throws IOException {
    HeldCertificate first = certificate(1);
    HeldCertificate second = certificate(2);
    write(first);
    upload(first);
    runner.run(
        context -> {
          assertThat(context).hasNotFailed();
          TokenProvider tokens = service(context.getBean(SignIn.class), context);
          assertThat(tokens.token(TWINS)).isNotNull();

          CountDownLatch reloaded = new CountDownLatch(1);
          context
              .getBean(SslBundles.class)
              .addBundleUpdateHandler("rooms", bundle -> reloaded.countDown());
          upload(second);
          write(second);
          // Spring reloads the bundle in the background.
          assertThat(reloaded.await(60, TimeUnit.SECONDS)).isTrue();
          // A new provider has no cached token.
          assertThat(service(context.getBean(SignIn.class), context).token(TWINS)).isNotNull();
          assertThat(context.getBean(DigitalTwinsConfig.class)).isNotNull();
        });
  }

  private static TokenProvider service(
      SignIn signIn, org.springframework.context.ApplicationContext context) {
    return signIn.service(context.getBean(io.github.adtauth.credential.ClientCredential.class));
  }

  @Test
  void invalidBundle_isRejectedByName() throws IOException {
    Files.writeString(pem, certificate(1).certificatePem());
    for (List<String> bundle :
        List.of(
            List.of("other", "spring.ssl.bundle.pem.rooms.keystore.private-key=", "does not exist"),
            List.of("rooms", "spring.ssl.bundle.pem.rooms.keystore.private-key=", "private key"),
            List.of(
                "empty",
                "spring.ssl.bundle.pem.empty.truststore.certificate=file:" + pem,
                "no private key"))) {
      runner
          .withPropertyValues("adt-auth.credential.ssl-bundle=" + bundle.get(0))
          .withPropertyValues(bundle.get(1))
          .run(
              context -> {
                assertThat(context).hasFailed();
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("adt-auth.credential.ssl-bundle")
                    .hasStackTraceContaining(bundle.get(2));
              });
    }
  }

  private static String stackTrace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  /** A secret in the wrong property. */
  @Test
  void nameThatMayBeSecret_isNotDisplayed() throws IOException {
    write(certificate(1));
    runner
        .withPropertyValues("adt-auth.credential.ssl-bundle=Hunter2~hunter2")
        .run(
            context ->
                assertThat(stackTrace(context.getStartupFailure()))
                    .contains("names the SSL bundle (not displayed)")
                    .doesNotContain("Hunter2"));
  }
}
