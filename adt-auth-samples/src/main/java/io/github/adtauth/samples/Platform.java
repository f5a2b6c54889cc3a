package io.github.adtauth.samples;

import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FederatedIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import okhttp3.tls.HeldCertificate;

/** What the platform of a service lays ready for it; here, for the stand-in. */
final class Platform {
  private static final String POD = "system:serviceaccount:rooms:job";

  private Platform() {}

  /** What the platform would have laid ready for the service. */
  static Map<String, String> environment(Role role, LocalAzure azure) throws IOException {
    FakeEntra entra = azure.entra();
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
    return role == Role.ADMINISTRATOR ? Map.of("PATH", azureCli(azure)) : Map.of();
  }

  /** An Azure CLI that Alice, who may do everything, is signed in to; returns its folder. */
  private static String azureCli(LocalAzure azure) throws IOException {
    String json = "{\"accessToken\":\"%s\",\"expires_on\":4102444800}"; // in 2100
    String graph = json.formatted(azure.graph().tokenFor(azure.entra().alice()));
    String manager = json.formatted(azure.resourceManager().tokenFor(azure.entra().alice()));
    Path az =
        Path.of(
            file(
                "az",
                "#!/bin/sh\ncase \"$*\" in *graph*) echo '%s';; *) echo '%s';; esac\n"
                    .formatted(graph, manager)));
    az.toFile().setExecutable(true, true);
    Path cmd = az.resolveSibling("az.cmd"); // for Windows
    Files.writeString(
        cmd,
        "@echo off\r\necho %%*|findstr graph>nul && (echo %s) || (echo %s)\r\n"
            .formatted(graph, manager));
    cmd.toFile().deleteOnExit();
    return String.valueOf(az.getParent());
  }

  private static String file(String name, String content) throws IOException {
    Path folder = Files.createTempDirectory("adt-auth-sample");
    Path file = Files.writeString(folder.resolve(name), content);
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
    return file.toString();
  }
}
