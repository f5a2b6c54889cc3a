package io.github.adtauth.samples.webapi;

import io.github.adtauth.DigitalTwinsConfig;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
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

  /** Keeps a connection for each of 64 concurrent requests; OkHttp's default keeps 5. */
  @Bean
  OkHttpClient http() {
    var connections = new ConnectionPool(64, 5, TimeUnit.MINUTES);
    return new OkHttpClient.Builder().connectionPool(connections).build();
  }
}
