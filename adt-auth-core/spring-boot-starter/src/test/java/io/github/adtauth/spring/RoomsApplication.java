package io.github.adtauth.spring;

import com.google.gson.annotations.SerializedName;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.JsonPatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A web API that needs nothing but the starter and its properties. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(RoomsApplication.Rooms.class)
class RoomsApplication {
  public static void main(String[] args) {
    SpringApplication.run(RoomsApplication.class, args);
  }

  record Room(@SerializedName("$dtId") String id, String name, double temperature) {}

  @RestController
  static class Rooms {
    private final OnBehalfOf onBehalfOf;

    Rooms(OnBehalfOf onBehalfOf) {
      this.onBehalfOf = onBehalfOf;
    }

    @PostMapping("/sign-out")
    void signOut(@AuthenticationPrincipal Jwt user) {
      onBehalfOf.signOut(onBehalfOf.userId(user.getTokenValue()));
    }

    @GetMapping("/thread")
    String thread() {
      return Thread.currentThread().toString();
    }

    @GetMapping("/rooms/{id}")
    Room room(@PathVariable String id, DigitalTwinsClient twins) {
      return twins.getTwin(id, Room.class);
    }

    @PatchMapping("/rooms/{id}/temperature/{value}")
    void heat(@PathVariable String id, @PathVariable double value, DigitalTwinsClient twins) {
      twins.patchTwin(id, JsonPatch.create().replace("/temperature", value));
    }

    @GetMapping("/application/{id}")
    Room asApplication(@PathVariable String id, @ApplicationClient DigitalTwinsClient twins) {
      return twins.getTwin(id, Room.class);
    }
  }
}
