package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of query results and their continuation tokens. */
final class QueryPagingTest {
  private static final String MODELS =
      """
      [{"@id": "dtmi:example:room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [{"@type": "Property", "name": "name", "schema": "string"}]}]
      """;

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addModels(MODELS);
    for (String id : List.of("a", "b", "c", "d")) {
      emulator.putTwin(id, "{\"$metadata\":{\"$model\":\"dtmi:example:room;1\"},\"name\":\"n\"}");
    }
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void continuationToken_carriesTheQuery() {
    String text = "SELECT * FROM digitaltwins WHERE name != 'it\\'s \"+#\"'";
    List<String> allIds = new ArrayList<>();
    Result response = query(text, "max-items-per-page", "3");
    allIds.addAll(ids(response));
    String token = response.json().get("continuationToken").getAsString();
    assertThat(token).startsWith("{\"_t\":2,\"_s\":null,\"_rc\":\"[{\\\"token\\\":\\\"+RID:~");
    assertThat(response.headers().get("query-charge")).matches("[0-9]+\\.[0-9]{2}");

    JsonObject body = new JsonObject();
    body.addProperty("continuationToken", token);
    Result last = http.call("POST", "/query", body.toString(), "max-items-per-page", "3");
    allIds.addAll(ids(last));

    assertThat(allIds).containsExactly("a", "b", "c", "d");
    assertThat(last.json().get("continuationToken").isJsonNull()).isTrue();
  }

  @Test
  void fullLastPage_hasNoTokenAndTopSpansPages() {
    assertThat(query("SELECT * FROM digitaltwins", "max-items-per-page", "4").json())
        .matches(page -> page.get("continuationToken").isJsonNull());
    emulator.pageSize(2);
    Result first = query("SELECT TOP(3) * FROM digitaltwins");
    JsonObject body = new JsonObject();
    body.add("continuationToken", first.json().get("continuationToken"));
    Result second = http.call("POST", "/query", body.toString());

    assertThat(ids(first)).containsExactly("a", "b");
    assertThat(ids(second)).containsExactly("c");
    assertThat(second.json().get("continuationToken").isJsonNull()).isTrue();
  }

  @Test
  void twinsDeletedBetweenPages_leaveNoGap() {
    Result first = query("SELECT * FROM digitaltwins", "max-items-per-page", "2");
    ids(first).forEach(id -> http.call("DELETE", "/digitaltwins/" + id, null));
    JsonObject body = new JsonObject();
    body.add("continuationToken", first.json().get("continuationToken"));

    assertThat(ids(http.call("POST", "/query", body.toString()))).containsExactly("c", "d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "{}", "{\\\"_q\\\":\\\"foo\\\",\\\"_rc\\\":\\\"1\\\",\\\"_tr\\\":1}"})
  void invalidContinuationToken_returns400(String token) {
    Result response = http.call("POST", "/query", "{\"continuationToken\":\"" + token + "\"}");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo("BadRequest");
  }

  private Result query(String text, String... headers) {
    JsonObject body = new JsonObject();
    body.addProperty("query", text);
    return http.call("POST", "/query", body.toString(), headers);
  }

  private static List<String> ids(Result response) {
    List<String> ids = new ArrayList<>();
    for (JsonElement row : response.json().getAsJsonArray("value")) {
      ids.add(row.getAsJsonObject().get("$dtId").getAsString());
    }
    return ids;
  }
}
