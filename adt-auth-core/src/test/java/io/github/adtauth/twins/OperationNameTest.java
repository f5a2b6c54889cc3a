package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.http.OperationName;
import io.github.adtauth.internal.rest.ApiOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the tag that names the operation of a request, for metrics and tracing. */
class OperationNameTest {
  private final List<Optional<OperationName>> tags = new CopyOnWriteArrayList<>();
  private final TwinsServer server;
  private final DigitalTwinsClient twins;

  OperationNameTest() throws IOException {
    server = new TwinsServer();
    twins =
        server
            .builder()
            .httpClient(
                server
                    .plain
                    .newBuilder()
                    .addInterceptor(
                        chain -> {
                          OperationName tag = chain.request().tag(OperationName.class);
                          tags.add(Optional.ofNullable(tag));
                          return chain.proceed(chain.request());
                        })
                    .build())
            .build()
            .client(TwinsServer.tokens("t"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void getTwin_isTaggedForInterceptors() {
    server.json(200, "{\"$dtId\":\"room-1\"}");

    twins.getTwin("room-1", DigitalTwin.class);

    assertThat(tags)
        .containsExactly(
            Optional.of(new OperationName("DigitalTwins_GetById", "/digitaltwins/{id}")));
  }

  @Test
  void everyPage_hasTagOfQuery() {
    server.json(200, "{\"value\":[],\"continuationToken\":\"t\"}").json(200, "{\"value\":[]}");

    twins.query(TwinQuery.of("SELECT * FROM digitaltwins"), JsonObject.class).forEach(twin -> {});

    Optional<OperationName> query = Optional.of(new OperationName("Query_QueryTwins", "/query"));
    assertThat(tags).containsExactly(query, query);
  }

  @ParameterizedTest
  @EnumSource
  void everyOperation_hasValidAndUniqueName(ApiOperation operation) {
    OperationName tag = new OperationName(operation.operationName(), operation.route());

    assertThat(tag.route()).startsWith("/");
    assertThat(ApiOperation.values())
        .filteredOn(other -> other.operationName().equals(tag.name()))
        .containsExactly(operation);
  }

  /** The published contract has an old path of the delete jobs. */
  @Test
  void operations_matchPublishedContract() throws IOException {
    JsonObject paths =
        JsonParser.parseString(
                Files.readString(Shared.path("swagger").resolve("digitaltwins.json"))
                    .replace("/jobs/delete", "/jobs/deletions"))
            .getAsJsonObject()
            .getAsJsonObject("paths");
    Map<String, String> published = new TreeMap<>();
    for (String route : paths.keySet()) {
      JsonObject methods = paths.getAsJsonObject(route);
      for (String method : methods.keySet()) {
        if (!method.equals("parameters")) {
          String name = methods.getAsJsonObject(method).get("operationId").getAsString();
          published.put(name, method + " " + route);
        }
      }
    }
    Map<String, String> actual = new TreeMap<>();
    for (ApiOperation operation : ApiOperation.values()) {
      String method = operation.method().toLowerCase(Locale.ROOT);
      actual.put(operation.operationName(), method + " " + operation.route());
    }

    assertThat(actual).isEqualTo(published);
  }

  @Test
  void invalidName_isRejected() {
    assertThatThrownBy(() -> new OperationName("", "/"))
        .hasMessage("operation name must not be empty");
    assertThatThrownBy(() -> new OperationName("Query", "query"))
        .hasMessage("route must start with a slash: query");
  }
}
