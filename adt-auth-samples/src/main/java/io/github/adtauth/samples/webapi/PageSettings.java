package io.github.adtauth.samples.webapi;

import io.github.adtauth.DigitalTwinsConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the page signs its user in with; nothing of it is a secret. */
@RestController
class PageSettings {
  private final Settings settings;

  PageSettings(DigitalTwinsConfig config, @Value("${rooms.page-client-id}") String pageClientId) {
    settings =
        new Settings(
            config.cloud().authorityHost() + "/" + config.tenant(),
            pageClientId,
            "api://" + config.clientId() + "/.default");
  }

  @GetMapping("/page-settings")
  Settings settings() {
    return settings;
  }

  /**
   * The settings.
   *
   * @param authority where users sign in
   * @param clientId the page's own registration, of the platform "Single-page application"
   * @param scope the API with all it needs: one consent covers the page and the API behind it
   */
  record Settings(String authority, String clientId, String scope) {}
}
