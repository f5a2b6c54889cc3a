package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the queries of Microsoft's documentation on the example graph. */
final class QueryReferenceTest {
  private static final QueryGraphFixture GRAPH = new QueryGraphFixture();
  private static TwinsFixture http;

  /** A query of {@code query-reference.txt} with the expected rows or error. */
  record Example(String query, String expected) {
    @Override
    public String toString() {
      return query;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    http = new TwinsFixture(GRAPH.emulator());
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  static Stream<Example> examples() {
    List<Example> examples = new ArrayList<>();
    StringBuilder query = new StringBuilder();
    for (String line : QueryGraphFixture.read("query-reference.txt").lines().toList()) {
      if (line.startsWith("=>")) {
        examples.add(new Example(query.toString().strip(), line.substring(2).strip()));
        query.setLength(0);
      } else if (!line.startsWith("#")) {
        query.append(line).append('\n');
      }
    }
    return examples.stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void documentedQuery_returnsDocumentedRows(Example example) {
    Result response = query(example.query());

    if (example.expected().startsWith("error ")) {
      assertThat(response.status()).as(response.body()).isEqualTo(400);
      assertThat(response.errorCode()).isEqualTo("SqlQueryError");
      assertThat(response.errorMessage())
          .contains(example.expected().substring(6) + " See samples");
    } else {
      assertThat(response.status()).as(response.body()).isEqualTo(200);
      JsonArray rows = response.json().getAsJsonArray("value");
      assertThat(QueryGraphFixture.format(rows)).isEqualTo(expectedRows(example.expected()));
    }
  }

  @Test
  void everyDocumentedQuery_isInTheTable() {
    assertThat(examples()).hasSizeGreaterThan(100);
  }

  /** Expands a star to one row for each twin. */
  private static String expectedRows(String expected) {
    return expected.contains("*")
        ? GRAPH.twinIds().stream()
            .map(id -> expected.replace("*", id))
            .collect(Collectors.joining("; "))
        : expected;
  }

  private static Result query(String text) {
    JsonObject body = new JsonObject();
    body.addProperty("query", text);
    return http.call("POST", "/query", body.toString(), "max-items-per-page", "1000");
  }
}
