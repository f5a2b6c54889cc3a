package io.github.adtauth.samples;

import io.github.adtauth.AuthListener;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.TwinQuery;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A service that signs in with a certificate: {@code AZURE_CLIENT_CERTIFICATE_PATH} leads to a PEM
 * file with its key (upload the certificate alone under Certificates and secrets). The file is read
 * again when it changes; who listens is told when it did, and when the certificate ends.
 */
public final class ServiceWithCertificate {
  private ServiceWithCertificate() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.SERVICE_WITH_CERTIFICATE, ServiceWithCertificate::run);
  }

  static void run(Surroundings in) {
    Path file = Path.of(in.environment().get("AZURE_CLIENT_CERTIFICATE_PATH"));
    AuthListener listener =
        new AuthListener() {
          @Override
          public void certificateExpiring(String credential, Instant notAfter) {
            in.out().println("Renew the " + credential + ": it ends at " + notAfter);
          }
        };
    TokenProvider job =
        SignIn.with(in.config())
            .httpClient(in.http())
            .listener(listener)
            .service(ClientCredential.certificate(file)); // PFX: certificate(file, password)
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      TwinQuery all = TwinQuery.of("SELECT * FROM digitaltwins");
      long count = instance.client(job).query(all, DigitalTwin.class).stream().count();
      in.out().println("The instance has " + count + " twins.");
    }
  }
}
