package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Malformed queries are rejected; they never break the parser or the evaluator. */
final class QueryFuzzTest {
  private static final List<String> WORDS =
      Stream.of(
              "SELECT FROM DIGITALTWINS RELATIONSHIPS JOIN RELATED MATCH WHERE TOP COUNT AS AND OR"
                  + " NOT IN NIN IS_OF_MODEL IS_NULL CONTAINS ARRAY_CONTAINS ENDSWITH exact true"
                  + " x y x.to x.$dtId $dtId 'a' \"b\" 1 -2 3.5 ( ) [ ] [[z]] [[ ]] -[ ]-> <-[ ]-"
                  + " * *2 *..3 .. . , : | = != <> < <= > >= - ' \\ @ # \n")
          .flatMap(words -> Stream.of(words.split(" ")))
          .toList();

  private static final List<String> VALID =
      List.of(
          "SELECT * FROM DIGITALTWINS T WHERE T.$dtId IN ['a', 'b'] AND NOT T.size > 1",
          "SELECT TOP(2) T.x AS y, T FROM DIGITALTWINS T WHERE IS_OF_MODEL(T, 'm;1', exact)",
          "SELECT x, r FROM DIGITALTWINS x JOIN y RELATED x.to r WHERE y.$dtId = 'a' OR y.$dtId = 'b'",
          "SELECT x FROM DIGITALTWINS MATCH (x)-[:to|by*1..3]->(y)<-[r]-() WHERE x.$dtId = 'a'",
          "SELECT COUNT() FROM RELATIONSHIPS R WHERE ENDSWITH(R.$targetId, '1') AND IS_NUMBER(R.n)");

  private final Store store = new Store("host", TwinsFixture.CLOCK);
  private final Random random = new Random(27);
  private int accepted;

  @Test
  void randomWords_areAcceptedOrRejected() {
    for (int i = 0; i < 20_000; i++) {
      String words =
          random
              .ints(random.nextInt(12), 0, WORDS.size())
              .mapToObj(WORDS::get)
              .collect(Collectors.joining(" "));
      run("SELECT x FROM DIGITALTWINS " + words);
      run(words);
    }
  }

  @Test
  void changedQueries_areAcceptedOrRejected() {
    for (int i = 0; i < 20_000; i++) {
      String query = VALID.get(random.nextInt(VALID.size()));
      int at = random.nextInt(query.length());
      int end = Math.min(query.length(), at + random.nextInt(4));
      run(query.substring(0, at) + WORDS.get(random.nextInt(WORDS.size())) + query.substring(end));
      run(query.substring(0, at) + query.substring(end));
    }
    VALID.forEach(this::run);

    assertThat(accepted).isGreaterThan(VALID.size());
  }

  @Test
  void everyBeginningOfAQuery_isAcceptedOrRejected() {
    for (String query : VALID) {
      for (int end = 0; end <= query.length(); end++) {
        run(query.substring(0, end));
      }
    }
  }

  private void run(String query) {
    assertThatCode(
            () -> {
              try {
                QueryPage.of(QueryParser.parse(query), store, "", 0, 10);
                accepted++;
              } catch (ErrorResponseException expected) {
                assertThat(expected)
                    .hasMessageMatching("(?s)SQL query parse failed: .*|The local .*");
              }
            })
        .as(query)
        .doesNotThrowAnyException();
  }
}
