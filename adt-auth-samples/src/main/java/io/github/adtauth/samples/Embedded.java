package io.github.adtauth.samples;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** Azure on this machine, with Alice in front of the browser. */
final class Embedded {
  private static final String BLOBS = "https://contoso.blob.core.windows.net/samples/";

  private Embedded() {}

  static void run(Role role, Sample sample, Map<String, String> variables, PrintStream out)
      throws Exception {
    try (LocalAzure azure = LocalAzure.start()) {
      if (role == Role.WEB_API) {
        Building.furnish(azure.twins());
      }
      azure.twins().putBlob(BLOBS + "building.ndjson", Building.resource("/building.ndjson"));
      FakeEntra entra = azure.entra();
      Registration app =
          switch (role) {
            case NATIVE_APP, IMPORTER, SETUP -> entra.nativeApp();
            case WEB_API, SETUP_OF_WEB_API -> entra.webApi();
            default -> entra.daemon();
          };
      DigitalTwinsConfig.Builder config =
          DigitalTwinsConfig.builder()
              .endpoint(sample instanceof Of2018 ? azure.endpoint2018() : azure.endpoint());
      if (role != Role.SERVICE_IN_AZURE && role != Role.ADMINISTRATOR) {
        config.clientId(app.clientId()).tenant(entra.tenantId());
      }
      if (role == Role.SERVICE || role == Role.WEB_API) {
        config.clientSecret(Secret.of(app.secret()));
      }
      sample.run(
          new Surroundings(
              config.build(),
              azure.httpClient().newBuilder().eventListenerFactory(CallLog.to(out)).build(),
              url -> azure.browser().withUser(entra.alice()).visit(url),
              prompt -> {
                out.println(prompt.message());
                out.println("(The stand-in's user Alice does so.)");
                entra.approveDeviceCode(prompt.userCode(), entra.alice());
              },
              () -> entra.assertionFor(entra.alice(), entra.webApi()),
              environment(role, app, azure, variables),
              out));
    }
  }

  private static Map<String, String> environment(
      Role role, Registration app, LocalAzure azure, Map<String, String> variables)
      throws IOException {
    Map<String, String> environment = new HashMap<>(Platform.environment(role, azure));
    if (role == Role.SETUP_OF_SERVICE || role == Role.SETUP_OF_WEB_API) {
      environment.put("AZURE_CLIENT_SECRET", app.secret());
    }
    environment.put("ADT_SAMPLE_INPUT_BLOB", BLOBS + "building.ndjson");
    environment.put("ADT_SAMPLE_OUTPUT_BLOB", BLOBS + "building.log");
    environment.put("ADT_SAMPLE_CREATIONS_PER_SECOND", "5000"); // the stand-in is quick
    variables.forEach(
        (name, value) -> {
          if (name.startsWith("ADT_SAMPLE_")) {
            environment.put(name, value);
          }
        });
    return environment;
  }

  /** Marks the sample that calls the service of 2018. */
  interface Of2018 extends Sample {}
}
