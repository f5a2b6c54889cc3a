package io.github.adtauth.signin;

import io.github.adtauth.AuthListener;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.TestKeys;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.entra.Registration.FederatedCredential;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okhttp3.tls.HeldCertificate;

/** An application whose credentials change, with a recording listener. */
final class CredentialFixture implements AutoCloseable {
  private static final String ISSUER = "https://oidc.example/cluster";
  private static final String SUBJECT = "system:serviceaccount:rooms:api";
  static final String AUDIENCE = "api://AzureADTokenExchange";

  final SignInFixture fixture = new SignInFixture();
  final FakeEntra entra = fixture.azure.entra();
  final HeldCertificate certificate = certificate(Duration.ofDays(90));
  final HeldCertificate nextCertificate = certificate(Duration.ofDays(90));
  final List<String> heard = new ArrayList<>();
  private final AuthListener listener = new Listener();

  final Path folder;

  CredentialFixture(Path parent) {
    try {
      folder = Files.createTempDirectory(parent, "credentials");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    upload(certificate);
  }

  private final class Listener implements AuthListener {
    @Override
    public void credentialReloaded(String credential) {
      heard.add("reloaded " + credential);
    }

    @Override
    public void certificateExpiring(String credential, Instant notAfter) {
      heard.add("expires " + credential + " " + notAfter);
    }
  }

  HeldCertificate certificate(Duration life) {
    Instant from = fixture.time.clock().instant().minus(Duration.ofDays(1));
    return TestKeys.selfSigned("job", from, life);
  }

  void upload(HeldCertificate... certificates) {
    for (Registration app : List.of(entra.daemon(), entra.webApi())) {
      var changed =
          app.toBuilder()
              .noCertificates()
              .federatedCredential(
                  new FederatedCredential(
                      ISSUER, SUBJECT, AUDIENCE, nextCertificate.keyPair().getPublic()));
      for (HeldCertificate certificate : certificates) {
        changed.certificate(certificate.keyPair().getPublic());
      }
      entra.register(changed.build());
    }
  }

  @Override
  public void close() {
    fixture.close();
  }

  String federated(String audience) {
    Instant expires = fixture.time.clock().instant().plus(Duration.ofHours(1));
    return TestKeys.federatedToken(nextCertificate, ISSUER, SUBJECT, audience, expires);
  }

  Path pem(HeldCertificate certificate) throws IOException {
    return Files.writeString(folder.resolve("certificate.pem"), TestKeys.pem(certificate));
  }

  TokenProvider job(ClientCredential credential) {
    return fixture.signIn(entra.daemon()).listener(listener).service(credential);
  }
}
