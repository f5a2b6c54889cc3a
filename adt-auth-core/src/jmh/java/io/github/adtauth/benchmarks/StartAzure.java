package io.github.adtauth.benchmarks;

import com.azure.digitaltwins.core.BasicDigitalTwin;
import com.azure.digitaltwins.core.DigitalTwinsClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import java.io.IOException;

/** The first twin of a process, by azure-identity and azure-digitaltwins-core. Waits for the end of its input, to be looked at. */
final class StartAzure {
  private StartAzure() {}

  public static void main(String[] arguments) throws IOException {
    var credential =
        new ClientSecretCredentialBuilder()
            .clientId("11111111-2222-3333-4444-555555555555")
            .tenantId("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")
            .clientSecret("a-secret")
            .authorityHost(System.getProperty("authority"))
            .disableInstanceDiscovery()
            .build();
    BasicDigitalTwin twin =
        new DigitalTwinsClientBuilder()
            .endpoint(System.getProperty("standin"))
            .credential(credential)
            .buildClient()
            .getDigitalTwin("room-21", BasicDigitalTwin.class);
    System.out.println(twin.getId().isEmpty() ? "no" : "done");
    System.in.read();
    System.exit(0);
  }
}
