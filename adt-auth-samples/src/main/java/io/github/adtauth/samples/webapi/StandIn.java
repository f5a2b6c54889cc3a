package io.github.adtauth.samples.webapi;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.Timing;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import okhttp3.OkHttpClient;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;

/** What the web API stands on without Azure: a stand-in on this machine, with a building in it. */
@Configuration
@Profile("stand-in")
class StandIn {
  private final LocalAzure azure;

  StandIn(Timing timing, @Value("${rooms.page-client-id}") String page) {
    azure = LocalAzure.builder().clock(timing.clock()).start();
    FakeEntra entra = azure.entra();
    entra.register(entra.webApi().toBuilder().knownClient(page).withoutConsent().build());
    entra.register(
        Registration.builder(page, "Rooms")
            .spaRedirectUri("http://localhost/")
            .permission(entra.webApi().scope())
            .withoutConsent()
            .build());
    // Whoever changes a room has to give a second factor first.
    entra.requireMfaForContext("c1");
    azure.twins().requireAuthenticationContext("PATCH", "c1");
    DemoBuilding.fill(azure.twins());
  }

  @Bean
  LocalAzure azure() {
    return azure;
  }

  @Bean
  DigitalTwinsConfig config() {
    Registration api = azure.entra().webApi();
    return DigitalTwinsConfig.builder()
        .clientId(api.clientId())
        .tenant(azure.entra().tenantId())
        .endpoint(azure.endpoint())
        .clientSecret(Secret.of(api.secret()))
        .build();
  }

  @Bean
  OkHttpClient http() {
    return azure.httpClient();
  }

  /** Says how to look at it: the sign-in page has Entra's real name, so a proxy leads there. */
  @EventListener
  void tell(WebServerInitializedEvent started) {
    int port = started.getWebServer().getPort();
    System.out.printf("The rooms are at http://localhost:%d/ for this browser:%n", port);
    System.out.printf(
        "chromium --proxy-server=https=127.0.0.1:%d --ignore-certificate-errors"
            + " --user-data-dir=$(mktemp -d) http://localhost:%d/%n",
        azure.proxyPort(), port);
  }
}
