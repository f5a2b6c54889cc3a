package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is in the jar besides classes. */
class MetadataTest {
  @Test
  void everyProperty_isDescribed() throws IOException {
    JsonObject metadata =
        JsonParser.parseString(resource("/META-INF/spring-configuration-metadata.json"))
            .getAsJsonObject();
    Map<String, String> descriptions = new TreeMap<>();
    for (JsonElement element : metadata.getAsJsonArray("properties")) {
      JsonObject property = element.getAsJsonObject();
      descriptions.put(
          property.get("name").getAsString(), property.get("description").getAsString());
    }
    assertThat(descriptions.keySet())
        .containsExactly(
            "adt-auth.app-id-uris",
            "adt-auth.authority-host",
            "adt-auth.client-id",
            "adt-auth.credential.certificate-file",
            "adt-auth.credential.certificate-password",
            "adt-auth.credential.environment",
            "adt-auth.credential.federated-token-file",
            "adt-auth.credential.managed-identity",
            "adt-auth.credential.secret",
            "adt-auth.credential.send-certificate-chain",
            "adt-auth.credential.ssl-bundle",
            "adt-auth.endpoint",
            "adt-auth.store.keys",
            "adt-auth.store.max-size",
            "adt-auth.store.prefix",
            "adt-auth.store.timeout",
            "adt-auth.store.type",
            "adt-auth.tenant",
            "adt-auth.timeouts.call",
            "adt-auth.timeouts.token");
    assertThat(descriptions.values()).allMatch(description -> description.endsWith("."));
  }

  @Test
  void conditions_areEvaluatedWithoutLoadingClasses() throws IOException {
    assertThat(resource("/META-INF/spring-autoconfigure-metadata.properties"))
        .contains("AdtAuthHealthAutoConfiguration.ConditionalOnClass");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = AdtAuthProperties.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
