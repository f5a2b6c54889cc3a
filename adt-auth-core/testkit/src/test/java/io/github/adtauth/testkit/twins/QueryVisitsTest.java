package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of twins and relationships a query reads, in a graph of a million twins. */
final class QueryVisitsTest {
  private static final int TWINS = 1_000_000;
  private static final int PAGE = 100;
  private static final Store STORE = new Store("host", Clock.systemUTC());

  @BeforeAll
  static void fill() {
    // Most twins share one object, because a million distinct twins exceed the heap of the tests.
    JsonObject common = twin("common", "dtmi:example:thing;1");
    for (int i = 0; i < TWINS; i++) {
      STORE.twins.put("t" + (TWINS + i), common);
    }
    for (String id : new String[] {"a", "t1500000", "z1", "z2", "z3"}) {
      STORE.twins.put(id, twin(id, "dtmi:example:" + (id.startsWith("z") ? "lamp;1" : "hub;1")));
    }
    STORE.twins.put("z4", twin("z4", "dtmi:example:lamp;2"));
    relationship("a", "t1500000");
    for (String target : new String[] {"z1", "z2", "z3"}) {
      relationship("t1500000", target);
    }
  }

  /** Releases the memory before other tests run in this process. */
  @AfterAll
  static void clear() {
    STORE.clear();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM DIGITALTWINS WHERE $dtId = 't1500000' | 1",
        "SELECT * FROM DIGITALTWINS T WHERE 't1500000' = T.$dtId | 1",
        "SELECT * FROM DIGITALTWINS WHERE $dtId = 'unknown' | 0",
        "SELECT * FROM DIGITALTWINS WHERE $dtId IN ['a', 'z1', 'z2'] | 3",
        "SELECT * FROM DIGITALTWINS WHERE $dtId = 'a' OR $dtId = 'z1' | 2",
        "SELECT * FROM DIGITALTWINS WHERE $dtId IN ['a', 'z1'] AND $dtId IN ['z1', 'z2'] | 1",
        "SELECT * FROM DIGITALTWINS WHERE IS_OF_MODEL('dtmi:example:hub;1') | 2",
        "SELECT * FROM DIGITALTWINS WHERE IS_OF_MODEL('dtmi:example:lamp;1') | 4",
        "SELECT * FROM DIGITALTWINS WHERE IS_OF_MODEL('dtmi:example:lamp;1', exact) | 3",
        "SELECT COUNT() FROM DIGITALTWINS WHERE IS_OF_MODEL('dtmi:example:lamp;1') | 4",
        "SELECT TOP(1) FROM DIGITALTWINS WHERE IS_OF_MODEL('dtmi:example:lamp;1') | 1",
        "SELECT TOP(7) FROM DIGITALTWINS | 7",
        "SELECT TOP(0) FROM DIGITALTWINS | 0",
        "SELECT * FROM RELATIONSHIPS WHERE $sourceId = 'a' | 1",
        "SELECT * FROM RELATIONSHIPS WHERE $targetId IN ['z1', 'z3'] | 2",
        // The first twin, and a relationship and a twin for each hop
        "SELECT B FROM DIGITALTWINS A JOIN B RELATED A.has WHERE A.$dtId = 'a' | 3",
        "SELECT A FROM DIGITALTWINS A JOIN B RELATED A.has WHERE B.$dtId = 'z2' | 3",
        "SELECT C FROM DIGITALTWINS MATCH (A)-[:has*2]->(C) WHERE A.$dtId = 'a' | 8",
        "SELECT A FROM DIGITALTWINS MATCH (A)-[:has]->(B)-[:has]->(C) WHERE C.$dtId = 'z1' | 5"
      })
  void indexedQuery_readsOnlyTheResult(String query, int visited) {
    assertThat(page(query, "").visited()).isEqualTo(visited);
  }

  @Test
  void fullPage_readsOneMore() {
    String query = "SELECT * FROM DIGITALTWINS WHERE IS_OF_MODEL('dtmi:example:thing;1')";
    QueryPage first = page(query, "");
    QueryPage second = page(query, String.valueOf(first.nextKey()));

    assertThat(first.value()).hasSize(PAGE);
    assertThat(first.nextKey()).isEqualTo("t1000099");
    assertThat(first.visited()).isEqualTo(PAGE + 1);
    assertThat(second.nextKey()).isEqualTo("t1000199");
    assertThat(second.visited()).isEqualTo(PAGE + 1);
  }

  @Test
  void queryOfSeveralModels_readsNoMoreThanThePageAndOneMore() {
    QueryPage page =
        QueryPage.of(
            QueryParser.parse(
                "SELECT * FROM DIGITALTWINS WHERE IS_OF_MODEL('dtmi:example:lamp;1')"),
            STORE,
            "",
            0,
            2);

    assertThat(page.nextKey()).isEqualTo("z2");
    assertThat(page.visited()).isEqualTo(3);
  }

  private static QueryPage page(String query, String after) {
    return QueryPage.of(QueryParser.parse(query), STORE, after, 0, PAGE);
  }

  private static JsonObject twin(String id, String model) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("$model", model);
    JsonObject twin = new JsonObject();
    twin.addProperty("$dtId", id);
    twin.add("$metadata", metadata);
    return twin;
  }

  private static void relationship(String source, String target) {
    JsonObject relationship = new JsonObject();
    relationship.addProperty("$sourceId", source);
    relationship.addProperty("$relationshipId", source + "-" + target);
    relationship.addProperty("$relationshipName", "has");
    relationship.addProperty("$targetId", target);
    STORE.relationships.put(relationship);
  }
}
