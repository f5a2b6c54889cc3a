package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.AdtException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Reads what the real service answered once. The recordings are where {@code ADT_RECORDINGS} says;
 * skipped without.
 */
class RecordingsTest {
  private record Exchange(String method, String path, int status, String body) {}

  private static List<Exchange> exchanges() throws Exception {
    String folder = System.getenv("ADT_RECORDINGS");
    assumeTrue(folder != null, "ADT_RECORDINGS is not set");
    List<Exchange> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file : files.filter(f -> f.toString().matches(".*net[/_].*\\.json")).toList()) {
        JsonObject recording = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        for (JsonElement e : recording.getAsJsonArray("Entries")) {
          JsonObject entry = e.getAsJsonObject();
          JsonElement body = entry.get("ResponseBody");
          int status = entry.get("StatusCode").getAsInt();
          if (body != null && body.isJsonPrimitive() && status < 400) {
            body = JsonParser.parseString(body.getAsString()); // older recorders kept text
          }
          all.add(
              new Exchange(
                  entry.get("RequestMethod").getAsString(),
                  entry.get("RequestUri").getAsString().replaceAll("https://[^/]*|\\?.*", ""),
                  status,
                  status == 204 || body == null || body.isJsonNull() ? "" : body.toString()));
        }
      }
    }
    return all;
  }

  @Test
  void whatTheServiceAnswered_isRead() throws Exception {
    int read = 0;
    try (TwinsServer server = new TwinsServer()) {
      DigitalTwinsClient twins = server.twins();
      for (Exchange exchange : exchanges()) {
        if (!known(exchange)) {
          continue;
        }
        server.json(exchange.status(), exchange.body());
        Throwable thrown = call(twins, exchange);
        if (exchange.status() < 400) {
          assertThat(thrown).as(exchange.toString()).isNull();
        } else {
          assertThat(thrown).as(exchange.toString()).isInstanceOfAny(expected(exchange.status()));
          assertThat(((AdtException) thrown).status()).isEqualTo(exchange.status());
        }
        read++;
      }
    }
    assertThat(read).isGreaterThan(50);
  }

  private static Class<?>[] expected(int status) {
    return switch (status) {
      case 401 -> new Class<?>[] {RegistrationException.class};
      case 404 -> new Class<?>[] {NotFoundException.class};
      case 412 -> new Class<?>[] {PreconditionFailedException.class};
      case 429 -> new Class<?>[] {UnavailableException.class};
      default -> new Class<?>[] {DigitalTwinsException.class};
    };
  }

  private static boolean known(Exchange exchange) {
    return exchange.status() >= 400
        || exchange.body().isEmpty()
        || (exchange.path() + " " + exchange.method())
            .matches(
                "/query .*|/models POST|/models/[^/]* GET|/digitaltwins/[^/]* .*"
                    + "|/digitaltwins/[^/]*/(incoming)?relationships.*");
  }

  /** Reads the answer with the operation that fits its path. */
  private static @Nullable Throwable call(DigitalTwinsClient twins, Exchange exchange) {
    String path = exchange.path();
    return catchThrowable(
        () -> {
          if (exchange.body().isEmpty()) {
            twins.deleteTwin("a");
          } else if (path.equals("/query")) {
            twins.query(TwinQuery.of("SELECT"), JsonObject.class).byPage().iterator().next();
          } else if (path.equals("/models") && exchange.method().equals("POST")) {
            twins.models().add("{}");
          } else if (path.matches("/models/[^/]*")) {
            twins.models().get("m");
          } else if (path.matches("/digitaltwins/[^/]*/(incoming)?relationships")) {
            twins.relationships("a").list().byPage().iterator().next();
          } else if (path.matches("/digitaltwins/[^/]*/relationships/[^/]*")) {
            twins.relationships("a").get("r");
          } else {
            assertThat(twins.getTwin("a", DigitalTwin.class).lastUpdateTime()).isNotNull();
          }
        });
  }
}
