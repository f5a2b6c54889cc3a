package io.github.adtauth.samples;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.testkit.FakeEntra;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.Registration;
import java.io.PrintStream;

/** Azure on this machine, with Alice in front of the browser. */
final class Embedded {
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
              Platform.environment(role, entra),
              out));
    }
  }

  /** Marks the sample that calls the service of 2018. */
  interface Of2018 extends Sample {}
}
