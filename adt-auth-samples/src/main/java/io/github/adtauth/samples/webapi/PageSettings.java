package io.github.adtauth.samples.webapi;

import io.github.adtauth.DigitalTwinsConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the page signs its user in with; nothing of it is a secret. */
@RestController
class PageSettings {
  private final Settings settings;

  PageSettings(DigitalTwinsConfig config, @Value("${rooms.page-client-id:}") String pageClientId) {
    String api = "api://" + config.clientId();
    settings =
        new Settings(
            config.cloud().authorityHost() + "/" + config.tenant(),
            pageClientId,
            api + "/access_as_user",
            api + "/.default");
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
   * @param scope what the page calls the API with
   * @param allScopes what stands for all permissions of the page and the API behind it
   */
  record Settings(String authority, String clientId, String scope, String allScopes) {}
}
