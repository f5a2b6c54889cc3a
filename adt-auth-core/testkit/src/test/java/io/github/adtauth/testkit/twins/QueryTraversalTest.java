package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JOIN and MATCH beyond the documented examples: cycles, limits, invalid queries and pages. */
final class QueryTraversalTest {
  private static final String MODELS =
      """
      [{"@id": "dtmi:example:node;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [
          {"@type": "Property", "name": "size", "schema": "integer"},
          {"@type": "Relationship", "name": "to", "properties": [
            {"@type": "Property", "name": "cost", "schema": "integer"}]},
          {"@type": "Relationship", "name": "via"}]}]
      """;

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  /** A ring of a, b, c and d with a shortcut from a to c. */
  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addModels(MODELS);
    for (String id : new String[] {"a", "b", "c", "d"}) {
      emulator.putTwin(
          id,
          "{\"$metadata\":{\"$model\":\"dtmi:example:node;1\"},\"size\":%d}"
              .formatted(id.charAt(0) - 'a'));
    }
    link("a", "to", "b", 1);
    link("b", "to", "c", 2);
    link("c", "to", "d", 3);
    link("d", "to", "a", 4);
    link("a", "via", "c", null);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        // A cycle is followed once.
        "SELECT y FROM DIGITALTWINS MATCH (x)-[:to*..9]->(y) WHERE x.$dtId = 'a'; y=b/y=c/y=d/y=a",
        "SELECT y FROM DIGITALTWINS MATCH (x)-[:to*4]->(y) WHERE x.$dtId = 'a'; y=a",
        "SELECT y FROM DIGITALTWINS MATCH (x)-[:to*5]->(y) WHERE x.$dtId = 'a'; ",
        "SELECT y FROM DIGITALTWINS MATCH (x)-[:to]-(z)-[:to]-(y) WHERE x.$dtId = 'a'; y=c/y=c",
        // A repeated name refers to the same twin.
        "SELECT y FROM DIGITALTWINS MATCH (x)-[:to*3]->(y)-[:to]->(x) WHERE x.$dtId = 'a'; y=d",
        "SELECT y FROM DIGITALTWINS MATCH (x)-[:to]->(y)-[:to]->(x) WHERE x.$dtId = 'a'; ",
        // Twins and relationships without a name
        "SELECT y FROM DIGITALTWINS MATCH (x)-[:to]->()-[]->(y) WHERE x.$dtId = 'a'; y=c",
        "SELECT * FROM DIGITALTWINS MATCH (x)-[:via]->()<-[r]-(y) WHERE x.$dtId = 'a';"
            + " x=a y=b r=b-to-c",
        // Conditions may apply to any twin, or to several.
        "SELECT x FROM DIGITALTWINS MATCH (x)-[]->(y) WHERE y.$dtId = 'c'; x=a/x=b",
        "SELECT x, z FROM DIGITALTWINS MATCH (x)-[]->(y)-[]->(z) WHERE y.$dtId = 'c'; x=a z=d/x=b z=d",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[]->(y) WHERE y.$dtId = 'c' AND x.$dtId IN ['b', 'd'];"
            + " x=b",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[]->(y) WHERE x.$dtId = 'b' OR x.$dtId = 'c'; x=b/x=c",
        // Conditions on relationships and between twins
        "SELECT r.cost FROM DIGITALTWINS MATCH (x)-[r]->(y) WHERE x.$dtId = 'a'; cost=1/-",
        "SELECT y FROM DIGITALTWINS MATCH (x)-[r:to]->(y) WHERE x.$dtId IN ['a', 'b'] AND r.cost > 1;"
            + " y=c",
        "SELECT y FROM DIGITALTWINS MATCH (x)-[]-(y) WHERE x.$dtId = 'b' AND y.size < x.size; y=a",
        "SELECT COUNT() FROM DIGITALTWINS MATCH (x)-[]-(y) WHERE x.$dtId = 'a'; COUNT=3",
        "SELECT TOP(2) y FROM DIGITALTWINS MATCH (x)-[]-(y) WHERE x.$dtId = 'a'; y=b/y=c",
        // JOIN: two from one collection, and a relationship in each
        "SELECT p, q FROM DIGITALTWINS x JOIN p RELATED x.to JOIN q RELATED x.via"
            + " WHERE x.$dtId = 'a'; p=b q=c",
        "SELECT r.cost AS first, s.cost AS second FROM DIGITALTWINS x JOIN p RELATED x.to r"
            + " JOIN q RELATED p.to s WHERE q.$dtId = 'c'; first=1 second=2",
        "SELECT x.size FROM DIGITALTWINS x JOIN p RELATED x.to r"
            + " WHERE x.$dtId IN ['a', 'b', 'c'] AND (r.cost = 3 OR p.size = 1); size=0/size=2"
      })
  void traversal_findsEachPath(String query, String rows) {
    Result response = query(query, "max-items-per-page", "100");

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    String shown = QueryGraphFixture.format(response.json().getAsJsonArray("value"));
    assertThat(shown.replace("; ", "/")).isEqualTo(rows == null ? "" : rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "SELECT x FROM DIGITALTWINS x JOIN y RELATED x.to; require a condition on the $dtId",
        "SELECT x FROM DIGITALTWINS x JOIN y RELATED x.to WHERE x.size = 1; require a condition",
        "SELECT x FROM DIGITALTWINS x JOIN y RELATED x.to WHERE NOT x.$dtId = 'a'; require a",
        "SELECT x FROM DIGITALTWINS x JOIN y RELATED x.to WHERE x.$dtId = 'a' OR y.size = 1; require",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[]->(y); require a condition on the $dtId",
        "SELECT * FROM DIGITALTWINS x JOIN y RELATED x.to WHERE x.$dtId = 'a'; SELECT * must not",
        "SELECT TOP(1) FROM DIGITALTWINS x JOIN y RELATED x.to WHERE x.$dtId = 'a'; SELECT * must not",
        "SELECT size FROM DIGITALTWINS x JOIN y RELATED x.to WHERE x.$dtId = 'a'; 'size'",
        "SELECT x FROM DIGITALTWINS x JOIN y RELATED x.to WHERE $dtId = 'a'; '$dtId'",
        "SELECT x FROM DIGITALTWINS x JOIN y RELATED z.to WHERE x.$dtId = 'a'; 'z'",
        "SELECT x FROM DIGITALTWINS x JOIN x RELATED x.to WHERE x.$dtId = 'a'; 'x'",
        "SELECT x FROM DIGITALTWINS x JOIN y RELATED x.to y WHERE x.$dtId = 'a'; 'y'",
        "SELECT x FROM DIGITALTWINS x JOIN y RELATED x WHERE x.$dtId = 'a'; missing . at 'WHERE'",
        "SELECT x FROM DIGITALTWINS x LEFT JOIN y RELATED x.to WHERE x.$dtId = 'a'; 'LEFT'",
        "SELECT x FROM DIGITALTWINS x JOIN y RELATED x.to MATCH (x)-[]->(z); 'MATCH'",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[]->(y) MATCH (y)-[]->(z); 'MATCH'",
        "SELECT x FROM RELATIONSHIPS MATCH (x)-[]->(y); 'MATCH'",
        "SELECT x FROM DIGITALTWINS MATCH (x)<-[]->(y) WHERE x.$dtId = 'a'; missing ( at '>'",
        "SELECT x FROM DIGITALTWINS MATCH (x)--(y) WHERE x.$dtId = 'a'; missing [ at '-'",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[r*2]->(y) WHERE x.$dtId = 'a'; more than one hop",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[*]->(y) WHERE x.$dtId = 'a'; ']'",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[*0]->(y) WHERE x.$dtId = 'a'; '0'",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[*3..]->(y) WHERE x.$dtId = 'a'; ']'",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[*3..3]->(y) WHERE x.$dtId = 'a'; '3'",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[*11]->(y) WHERE x.$dtId = 'a'; '11'",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[*6]->(y)-[*5]->(z) WHERE x.$dtId = 'a'; 10 hops",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[r]->(r) WHERE x.$dtId = 'a'; 'r'",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[:]->(y) WHERE x.$dtId = 'a'; ']'",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[r]->(y) WHERE x.$dtId = 'a' AND IS_OF_MODEL(r, 'm'); 'r'",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[r]->(y) WHERE x.$dtId = 'a' AND IS_OF_MODEL('m'); 'm'",
        "SELECT x FROM DIGITALTWINS MATCH (x)-[r]->(y)"
            + " WHERE x.$dtId = 'a' AND ARRAY_CONTAINS(r.list, 1); 'r'"
      })
  void invalidTraversal_isASqlQueryError(String query, String message) {
    Result response = query(query);

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo("SqlQueryError");
    assertThat(response.errorMessage())
        .startsWith("SQL query parse failed: SQL Parser Error, Line=1, Position=")
        .contains(message);
  }

  @Test
  void sixthJoin_isRejected() {
    String join = " JOIN n%2$d RELATED n%1$d.to";
    StringBuilder query = new StringBuilder("SELECT n0 FROM DIGITALTWINS n0");
    for (int i = 0; i < 5; i++) {
      query.append(join.formatted(i, i + 1));
    }
    String where = " WHERE n0.$dtId = 'a'";

    assertThat(query(query + where).status()).isEqualTo(200);
    assertThat(query(query + join.formatted(5, 6) + where).errorMessage())
        .contains("more than 5 JOIN clauses");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT AVG(T.size) FROM DIGITALTWINS T",
        "SELECT MAX(T.size) FROM DIGITALTWINS T",
        "SELECT * FROM DIGITALTWINS GROUP BY size",
        "SELECT * FROM DIGITALTWINS WHERE STARTS_WITH($dtId, 'a')",
        "SELECT * FROM DIGITALTWINS WHERE $dtId NOT_IN ['a']"
      })
  void reservedWordWithoutDocumentation_isNotSupportedByTheEmulator(String query) {
    Result response = query(query);

    assertThat(response.status()).isEqualTo(501);
    assertThat(response.errorMessage()).startsWith("The local Azure does not support ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT x, y FROM DIGITALTWINS MATCH (x)-[*..4]-(y) WHERE x.$dtId IN ['a', 'c']",
        "SELECT x, y, z FROM DIGITALTWINS MATCH (x)-[:to*..3]->(y)-[*..2]-(z) WHERE x.$dtId = 'a'",
        "SELECT x, r FROM DIGITALTWINS x JOIN y RELATED x.to r WHERE x.$dtId IN ['a','b','c','d']",
        "SELECT * FROM RELATIONSHIPS WHERE $targetId IN ['a', 'c', 'd']"
      })
  void pagesOfOneRow_areTheWholeResult(String query) {
    JsonArray expected = query(query, "max-items-per-page", "1000").json().getAsJsonArray("value");
    JsonArray paged = new JsonArray();
    Result response = query(query, "max-items-per-page", "1");
    paged.addAll(response.json().getAsJsonArray("value"));
    while (!response.json().get("continuationToken").isJsonNull()) {
      JsonObject body = new JsonObject();
      body.add("continuationToken", response.json().get("continuationToken"));
      response = http.call("POST", "/query", body.toString(), "max-items-per-page", "1");
      paged.addAll(response.json().getAsJsonArray("value"));
    }

    assertThat(expected).hasSizeGreaterThan(2);
    assertThat(QueryGraphFixture.format(paged)).isEqualTo(QueryGraphFixture.format(expected));
  }

  @Test
  void tooManyPaths_timeOut() {
    for (int i = 0; i < 30; i++) {
      emulator.putTwin("n" + i, "{\"$metadata\":{\"$model\":\"dtmi:example:node;1\"}}");
    }
    for (int i = 0; i < 30; i++) {
      for (int j = 0; j < 30; j++) {
        if (i != j) {
          link("n" + i, "to", "n" + j, null);
        }
      }
    }

    Result response =
        query("SELECT COUNT() FROM DIGITALTWINS MATCH (x)-[*10]-(y) WHERE x.$dtId = 'n0'");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo("TimeoutError");
  }

  private void link(String source, String name, String target, Integer cost) {
    JsonObject relationship = new JsonObject();
    relationship.addProperty("$relationshipName", name);
    relationship.addProperty("$targetId", target);
    if (cost != null) {
      relationship.addProperty("cost", cost);
    }
    emulator.putRelationship(source, source + "-" + name + "-" + target, relationship.toString());
  }

  private Result query(String text, String... headers) {
    JsonObject body = new JsonObject();
    body.addProperty("query", text);
    return http.call("POST", "/query", body.toString(), headers);
  }
}
