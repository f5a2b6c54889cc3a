package example;

import com.google.gson.JsonObject;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwins;
import okhttp3.OkHttpClient;

final class Rooms {
  private Rooms() {}

  static int temperature(DigitalTwinsConfig config, OkHttpClient http, String room) {
    TokenProvider job =
        SignIn.with(config)
            .httpClient(http)
            .service(ClientCredential.secret(config.clientSecret()));
    try (DigitalTwins instance = DigitalTwins.at(config, http)) {
      return instance.client(job).getTwin(room, JsonObject.class).get("temperature").getAsInt();
    }
  }
}
