package io.github.adtauth.samples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application of the guide. */
@SpringBootApplication
public class RoomsApplication {
  public static void main(String[] args) {
    SpringApplication.run(RoomsApplication.class, args);
  }
}
