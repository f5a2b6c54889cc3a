package io.github.adtauth.samples.webapi;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The rooms of a building, as a web API. The starter provides the beans, the validation of tokens,
 * the error responses, health and meters; its settings are the {@code AZURE_…} variables and {@code
 * ADT_ENDPOINT}. Without them, the web API runs against the embedded stand-in.
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
}
