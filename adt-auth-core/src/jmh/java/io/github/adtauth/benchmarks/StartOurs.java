package io.github.adtauth.benchmarks;

import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.net.URI;
import okhttp3.OkHttpClient;

/** The first twin of a process, by this library. Waits for the end of its input, to be looked at. */
final class StartOurs {
  private StartOurs() {}

  public static void main(String[] arguments) throws IOException {
    OkHttpClient http = new OkHttpClient();
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId("11111111-2222-3333-4444-555555555555")
            .tenant("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")
            .cloud(
                new Cloud(
                    URI.create(System.getProperty("authority")),
                    "https://digitaltwins.azure.net/.default"))
            .endpoint(System.getProperty("standin"))
            .build();
    var tokens =
        SignIn.with(config).httpClient(http).service(ClientCredential.secret("a-secret"));
    DigitalTwin twin =
        DigitalTwins.at(config, http).client(tokens).getTwin("room-21", DigitalTwin.class);
    System.out.println(twin.id().isEmpty() ? "no" : "done");
    System.in.read();
    System.exit(0);
  }
}
