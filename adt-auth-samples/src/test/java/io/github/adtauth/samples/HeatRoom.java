package io.github.adtauth.samples;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.JsonPatch;
import okhttp3.OkHttpClient;

public final class HeatRoom {
  public static void main(String[] args) {
    heat(new OkHttpClient());
  }

  static void heat(OkHttpClient http) {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId("11111111-1111-1111-1111-111111111111") // Application (client) ID
            .tenant("22222222-2222-2222-2222-222222222222") // Directory (tenant) ID
            .endpoint("https://contoso.api.weu.digitaltwins.azure.net")
            .build(); // or fromEnvironment(), or fromFile(path)

    UserSignIn user =
        SignIn.with(config)
            .httpClient(http)
            .deviceCode(prompt -> System.out.println(prompt.message())); // or browser()
    user.signIn(); // Prompts the user. Later calls use cached or refreshed tokens.

    try (DigitalTwins instance = DigitalTwins.at(config, http)) {
      DigitalTwinsClient twins = instance.client(user);
      twins.patchTwin("room-21", JsonPatch.create().replace("/temperature", 27.5));
      DigitalTwin room = twins.getTwin("room-21", DigitalTwin.class);
      System.out.println(room.contents());
    }
  }
}
