package io.github.adtauth.samples.webapi;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.LocalAzure;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Moves the temperatures of the stand-in's corner rooms, so that there is something to watch. */
@Component
@Profile("stand-in")
class Weather {
  private final LocalAzure azure;

  Weather(LocalAzure azure) {
    this.azure = azure;
  }

  @Scheduled(initialDelayString = "PT5S", fixedRateString = "PT5S")
  void change() {
    for (String corner : List.of("room-13", "room-23")) {
      JsonObject room = azure.twins().twin(corner);
      if (room != null) {
        double drift = ThreadLocalRandom.current().nextDouble(-0.4, 0.4);
        double next = Math.max(16, Math.min(34, room.get("temperature").getAsDouble() + drift));
        room.addProperty("temperature", Math.round(next * 10) / 10.0);
        azure.twins().putTwin(corner, room.toString());
      }
    }
  }
}
