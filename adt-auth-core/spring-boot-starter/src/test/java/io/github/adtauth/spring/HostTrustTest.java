package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.DigitalTwinsConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Hosts that a settings file beside the application names. */
class HostTrustTest {
  @TempDir private Path folder;

  @Test
  void fileOutside_mayNameKnownHosts() throws IOException {
    try (ConfigurableApplicationContext context =
        start(
            "adt-auth.endpoint=https://contoso.api.weu.digitaltwins.azure.net",
            "adt-auth.authority-host=https://login.microsoftonline.us")) {
      assertThat(context.getBean(DigitalTwinsConfig.class).endpoint().getHost())
          .isEqualTo("contoso.api.weu.digitaltwins.azure.net");
    }
  }

  @Test
  void fileOutside_mustNotNameOtherHosts() {
    for (String line :
        List.of(
            "adt-auth.endpoint=https://digitaltwins.azure.net.attacker.example",
            "adt-auth.endpoint=https://contoso.api.weu.digitaltwins.azure.net:8443",
            "adt-auth.authority-host=https://login.attacker.example",
            "adt-auth.authority-host=https://login.microsoftonline.com:8443")) {
      String property = line.substring(0, line.indexOf('='));
      assertThatThrownBy(
              () -> start("adt-auth.endpoint=https://contoso.api.weu.digitaltwins.azure.net", line))
          .as(line)
          .hasStackTraceContaining(property + " (from ")
          .hasStackTraceContaining("neither the application nor its environment names it")
          .hasStackTraceContaining(
              "ADTAUTH_" + (property.endsWith("endpoint") ? "ENDPOINT" : "AUTHORITYHOST"));
    }
  }

  @Test
  void argument_mayNameAnyHost() throws IOException {
    try (ConfigurableApplicationContext context =
        start("adt-auth.endpoint=https://twins.example", "ARGUMENT")) {
      assertThat(context.getBean(DigitalTwinsConfig.class).endpoint())
          .isEqualTo(URI.create("https://twins.example"));
    }
  }

  /** Starts with a settings file, and with the last endpoint as an argument if it says so. */
  private ConfigurableApplicationContext start(String... lines) throws IOException {
    List<String> file =
        new ArrayList<>(
            List.of(
                "adt-auth.client-id=11111111-2222-3333-4444-555555555555",
                "adt-auth.tenant=66666666-7777-8888-9999-000000000001",
                "adt-auth.credential.secret=hunter2~hunter2"));
    List<String> arguments = new ArrayList<>();
    for (String line : lines) {
      if (line.equals("ARGUMENT")) {
        arguments.add("--adt-auth.endpoint=https://twins.example");
      } else {
        file.add(line);
      }
    }
    Path settings = Files.write(folder.resolve("settings.properties"), file);
    arguments.add("--spring.config.additional-location=file:" + settings);
    return new SpringApplicationBuilder(AdtAuthAutoConfiguration.class)
        .web(WebApplicationType.NONE)
        .run(arguments.toArray(String[]::new));
  }
}
