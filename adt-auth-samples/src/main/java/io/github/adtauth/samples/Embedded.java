package io.github.adtauth.samples;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.testkit.FakeEntra;
import io.github.adtauth.testkit.FederatedIssuer;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.Registration;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import okhttp3.tls.HeldCertificate;

/** Azure on this machine, with Alice in front of the browser. */
final class Embedded {
  private static final String POD = "system:serviceaccount:rooms:job";

  private Embedded() {}

  static void run(Role role, Sample sample, PrintStream out) throws Exception {
    try (LocalAzure azure = LocalAzure.start()) {
      if (role == Role.WEB_API) {
        Building.furnish(azure.twins());
      }
      FakeEntra entra = azure.entra();
      Registration app =
          switch (role) {
            case NATIVE_APP -> entra.nativeApp();
            case WEB_API -> entra.webApi();
            default -> entra.daemon();
          };
      DigitalTwinsConfig.Builder config =
          DigitalTwinsConfig.builder()
              .endpoint(sample instanceof Of2018 ? azure.endpoint2018() : azure.endpoint());
      if (role != Role.SERVICE_IN_AZURE) {
        config.clientId(app.clientId()).tenant(entra.tenantId());
      }
      if (role == Role.SERVICE || role == Role.WEB_API) {
        config.clientSecret(Secret.of(app.secret()));
      }
      sample.run(
          new Surroundings(
              config.build(),
              azure.httpClient().newBuilder().addInterceptor(new CallLog(out)).build(),
              url -> azure.browser().as(entra.alice()).visit(url),
              prompt -> {
                out.println(prompt.message());
                out.println("(The stand-in's user Alice does so.)");
                entra.approveDeviceCode(prompt.userCode(), entra.alice());
              },
              () -> entra.assertionFor(entra.alice(), entra.webApi()),
              environment(role, entra),
              out));
    }
  }

  /** What the platform would have laid ready for the service. */
  private static Map<String, String> environment(Role role, FakeEntra entra) throws IOException {
    FederatedIssuer cluster = new FederatedIssuer("https://oidc.example/cluster");
    HeldCertificate certificate = new HeldCertificate.Builder().rsa2048().commonName("job").build();
    entra.register(
        entra.daemon().toBuilder()
            .certificate(certificate.keyPair().getPublic())
            .federatedCredential(cluster.credential(POD))
            .build());
    if (role == Role.SERVICE_WITH_CERTIFICATE) {
      return Map.of(
          "AZURE_CLIENT_CERTIFICATE_PATH",
          file("job.pem", certificate.privateKeyPkcs8Pem() + certificate.certificatePem()));
    } else if (role == Role.SERVICE_IN_KUBERNETES) {
      return Map.of(
          "AZURE_CLIENT_ID", entra.daemon().clientId(),
          "AZURE_TENANT_ID", entra.tenantId(),
          "AZURE_FEDERATED_TOKEN_FILE",
              file("token", cluster.token(POD, Instant.now().plus(Duration.ofHours(1)))));
    }
    return Map.of();
  }

  private static String file(String name, String content) throws IOException {
    Path folder = Files.createTempDirectory("adt-auth-sample");
    Path file = Files.writeString(folder.resolve(name), content);
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
    return file.toString();
  }

  /** Marks the sample that calls the service of 2018. */
  interface Of2018 extends Sample {}
}
