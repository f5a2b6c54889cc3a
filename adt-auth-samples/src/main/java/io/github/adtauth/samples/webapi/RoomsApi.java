package io.github.adtauth.samples.webapi;

import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.metrics.AuthMetrics;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.twins.DigitalTwins;
import io.micrometer.core.instrument.MeterRegistry;
import okhttp3.OkHttpClient;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The rooms of a building, as a web API: one {@link OnBehalfOf} and one {@link DigitalTwins} for
 * the application. Without Azure in the environment it runs against the embedded stand-in.
 */
@SpringBootApplication
@EnableScheduling
public class RoomsApi {
  /** Runs it. */
  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(RoomsApi.class);
    boolean azure = System.getenv("AZURE_CLIENT_ID") != null;
    application.setAdditionalProfiles(azure ? "azure" : "stand-in");
    application.run(args);
  }

  @Bean
  OnBehalfOf onBehalfOf(
      DigitalTwinsConfig config,
      OkHttpClient http,
      TokenStore store,
      Timing timing,
      AuthListener listener) {
    return SignIn.with(config)
        .httpClient(http)
        .store(store)
        .timing(timing)
        .listener(listener)
        .onBehalfOf(ClientCredential.secret(config.clientSecret()));
  }

  @Bean
  DigitalTwins instance(DigitalTwinsConfig config, OkHttpClient http) {
    return DigitalTwins.at(config, http);
  }

  /** Of one node only; several share a {@code RedisTokenStore}. */
  @Bean
  TokenStore store(Timing timing) {
    return MemoryTokenStore.withMaximumBytes(64 << 20, timing);
  }

  @Bean
  Timing timing() {
    return Timing.system();
  }

  @Bean
  AuthListener listener(MeterRegistry registry) {
    return AuthMetrics.create(registry);
  }
}
