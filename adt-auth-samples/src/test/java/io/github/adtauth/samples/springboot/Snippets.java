package io.github.adtauth.samples.springboot;

import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.spring.ApplicationClient;
import io.github.adtauth.spring.SignInCustomizer;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The snippets of the guide. */
final class Snippets {
  private Snippets() {}

  @RestController
  static class Rooms {
    record Room(String name, double temperature) {}

    @GetMapping("/rooms/{id}")
    Room room(@PathVariable("id") String id, DigitalTwinsClient twins) {
      return twins.getTwin(id, Room.class);
    }
  }

  @RestController
  static class SignOut {
    private final OnBehalfOf onBehalfOf;

    SignOut(OnBehalfOf onBehalfOf) {
      this.onBehalfOf = onBehalfOf;
    }

    @PostMapping("/sign-out")
    void signOut(@AuthenticationPrincipal Jwt user) {
      onBehalfOf.signOut(onBehalfOf.userId(user.getTokenValue()));
    }

    @PostMapping("/reports")
    String startReport(@AuthenticationPrincipal Jwt user) {
      Session session = onBehalfOf.startSession(user.getTokenValue(), Duration.ofDays(1));
      return session.user().objectId();
    }
  }

  @Component
  static class NightlyReport {
    private final DigitalTwinsClient twins;

    NightlyReport(@ApplicationClient DigitalTwinsClient twins) {
      this.twins = twins;
    }

    String name(String id) {
      return twins.getTwin(id, Rooms.Room.class).name();
    }
  }

  @Configuration
  static class Options {
    @Bean
    SignInCustomizer cache() {
      return signIn -> signIn.maximumCacheBytes(256 << 20);
    }
  }
}
