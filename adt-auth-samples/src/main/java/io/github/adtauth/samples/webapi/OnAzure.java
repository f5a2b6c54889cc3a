package io.github.adtauth.samples.webapi;

import io.github.adtauth.DigitalTwinsConfig;
import okhttp3.OkHttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** What the web API stands on in Azure: the environment's settings. */
@Configuration
@Profile("azure")
class OnAzure {
  @Bean
  DigitalTwinsConfig config() {
    return DigitalTwinsConfig.fromEnvironment();
  }

  @Bean
  OkHttpClient http() {
    return new OkHttpClient();
  }
}
