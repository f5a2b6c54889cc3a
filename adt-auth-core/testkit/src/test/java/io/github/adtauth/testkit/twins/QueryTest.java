package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Selections, conditions and syntax errors of queries on twins. */
final class QueryTest {
  private static final String MODELS =
      """
      [{"@id": "dtmi:example:room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [
          {"@type": "Property", "name": "temp", "schema": "double"},
          {"@type": "Property", "name": "name", "schema": "string"},
          {"@type": "Property", "name": "top", "schema": "string"},
          {"@type": "Property", "name": "busy", "schema": "boolean"},
          {"@type": "Property", "name": "pos", "schema": {"@type": "Object",
            "fields": [{"name": "x", "schema": "integer"}]}}]},
       {"@id": "dtmi:example:lab;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "extends": "dtmi:example:room;1"}]
      """;

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
    emulator.addModels(MODELS);
    put("a", "room", "'temp':20,'name':'Anna\\\\u0027s','busy':true,'pos':{'x':1}");
    put("b", "room", "'temp':25.50,'name':'Bob','busy':false,'top':'T'");
    put("c", "lab", "'temp':30,'name':'say \\\\u0022hi\\\\u0022 \\\\\\\\o/'");
    put("d", "lab", "'name':'Anton'");
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "temp = 20 | a",
        "T.temp = 20.0 | a",
        "temp != 20 | b,c",
        "temp <> 2e1 | b,c",
        "temp < 25.5 | a",
        "temp <= 25.5 | a,b",
        "temp > 25.5 | c",
        "temp >= 25.5 | b,c",
        "20 < T.temp | b,c",
        "temp > -1 | a,b,c",
        "busy = true | a",
        "busy != TRUE | b",
        "busy > false | ",
        "$dtId = 'c' | c",
        "T.$dtId > 'b' | c,d",
        "name = 'Bob' | b",
        "name = \"Bob\" | b",
        "name = 'Anna\\'s' | a",
        "name = \"Anna's\" | a",
        "name = 'say \"hi\" \\\\o/' | c",
        "name = 'bob' | ",
        "name = 25 | ",
        "name != 25 | ",
        "pos.x = 1 | a",
        "T.pos.x = 1 | a",
        "pos = 1 | ",
        "name = name | a,b,c,d",
        "[[top]] = 'T' | b",
        "T.[[top]] = 'T' | b",
        "NOT temp > 20 | a",
        "not (temp > 20) | a",
        "NOT NOT temp > 20 | b,c",
        "temp > 20 AND busy = false | b",
        "temp = 20 OR temp = 30 | a,c",
        "temp = 20 or $dtId = 'd' | a,d",
        "temp = 20 OR temp = 30 AND busy = true | a",
        "(temp = 20 OR temp = 30) AND name != 'x' | a,c",
        "IS_OF_MODEL('dtmi:example:room;1') | a,b,c,d",
        "IS_OF_MODEL('dtmi:example:room;1', exact) | a,b",
        "is_of_model(T, 'dtmi:example:lab;1') | c,d",
        "IS_OF_MODEL(T, 'dtmi:example:room;1', EXACT) AND busy = true | a",
        "IS_OF_MODEL('dtmi:no:no;1') | ",
        "IS_DEFINED(T.temp) | a,b,c",
        "NOT IS_DEFINED(temp) | d",
        "STARTSWITH(T.name, 'An') | a,d",
        "STARTSWITH(name, 'an') | ",
        "NOT STARTSWITH(name, 'An') | b,c",
        "$dtId IN ['a','d','x'] | a,d",
        "temp IN [20, 30] | a,c",
        "$dtId NIN ['a','d'] | b,c",
        "temp NIN [20] | b,c",
        "$metadata.$model = 'dtmi:example:lab;1' | c,d"
      })
  void where_selectsMatchingTwins(String where, String ids) {
    Result response = query("SELECT * FROM digitaltwins T WHERE " + where);

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    String actualIds = String.join(",", ids(response));
    assertThat(actualIds).isEqualTo(ids == null ? "" : ids);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "foo | 'foo'",
        "`` | '<EOF>'",
        "SELECT | '<EOF>'",
        "SELECT FROM digitaltwins | 'FROM'",
        "SELECT TOP(1) T FORM digitaltwins | 'FORM'",
        "SELECT * FROM | '<EOF>'",
        "SELECT * FROM rooms | 'rooms'",
        "SELECT * FROM digitaltwins WHERE | '<EOF>'",
        "SELECT * FROM digitaltwins WHERE temp | '<EOF>'",
        "SELECT * FROM digitaltwins WHERE temp = | '<EOF>'",
        "SELECT * FROM digitaltwins WHERE temp == 1 | '='",
        "SELECT * FROM digitaltwins WHERE temp = 1 1 | '1'",
        "SELECT * FROM digitaltwins WHERE temp ~ 1 | '~'",
        "SELECT * FROM digitaltwins WHERE temp = 1x | '1'",
        "SELECT * FROM digitaltwins WHERE temp = 1; DROP | ';'",
        "SELECT * FROM digitaltwins WHERE (temp = 1 | '<EOF>'",
        "SELECT * FROM digitaltwins WHERE temp = 1) | ')'",
        "SELECT * FROM digitaltwins WHERE temp = 1 AND | '<EOF>'",
        "SELECT * FROM digitaltwins WHERE AND temp = 1 | 'AND'",
        "SELECT * FROM digitaltwins WHERE name = 'open | ''open'",
        "SELECT * FROM digitaltwins WHERE name = 'a\\nb' | '\\n'",
        "SELECT * FROM digitaltwins WHERE name LIKE 'a' | 'LIKE'",
        "SELECT * FROM digitaltwins WHERE name IN ('a') | '('",
        "SELECT * FROM digitaltwins WHERE name IN [] | ']'",
        "SELECT * FROM digitaltwins WHERE name IN ['a' | '<EOF>'",
        "SELECT * FROM digitaltwins WHERE CONTAINS(name) | ')'",
        "SELECT * FROM digitaltwins WHERE IS_OF_MODEL(dtmi) | 'dtmi'",
        "SELECT * FROM digitaltwins T WHERE IS_OF_MODEL(T) | ')'",
        "SELECT * FROM digitaltwins WHERE IS_OF_MODEL('x', inexact) | 'inexact'",
        "SELECT * FROM digitaltwins WHERE STARTSWITH('a', name) | 'a'",
        "SELECT * FROM digitaltwins T WHERE T = 1 | 'T'",
        "SELECT * FROM digitaltwins WHERE top = 'T' | 'top'",
        "SELECT * FROM digitaltwins ORDER BY temp | 'ORDER'",
        "SELECT * FROM digitaltwins T JOIN R T.has | 'T'",
        "SELECT COUNT(*) FROM digitaltwins | '*'",
        "SELECT TOP 5 * FROM digitaltwins | '5'",
        "SELECT TOP(-1) * FROM digitaltwins | '-1'",
        "SELECT TOP(x) * FROM digitaltwins | 'x'",
        "SELECT R.name FROM digitaltwins T | 'R'",
        "SELECT name FROM digitaltwins T JOIN R RELATED T.has WHERE T.$dtId = 'a' | 'name'",
        "SELECT T.name, FROM digitaltwins T | 'FROM'",
        "SELECT T.name AS FROM digitaltwins T | 'FROM'",
        "DELETE FROM digitaltwins | 'DELETE'"
      })
  void invalidQuery_isASqlQueryErrorNamingTheWord(String query, String word) {
    Result response = query(query);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo("SqlQueryError");
    assertThat(response.errorMessage())
        .startsWith("SQL query parse failed: SQL Parser Error, Line=1, Position=")
        .contains(word + " See samples in");
  }

  @Test
  void queryWithoutSelect_returnsRecordedMessage() {
    assertThat(query("foo").errorMessage())
        .isEqualTo(
            "SQL query parse failed: SQL Parser Error, Line=1, Position=0, Message=missing SELECT"
                + " at 'foo' See samples in http://aka.ms/adtv2query for the correct syntax.");
  }

  /** As reported in MicrosoftDocs/azure-docs#100805. */
  @Test
  void starWithoutFrom_getsTheReportedText() {
    assertThat(query("SELECT * as x").errorMessage())
        .isEqualTo(
            "SQL query parse failed: SQL Parser Error, Line=1, Position=9, Message=mismatched input"
                + " 'as' expecting {<EOF>, FROM, GROUP, WHERE} See samples in"
                + " http://aka.ms/adtv2query for the correct syntax.");
  }

  @Test
  void error_namesLineAndPosition() {
    assertThat(query("SELECT *\nFROM digitaltwins\n  WHERE 1 2").errorMessage())
        .contains("Line=3, Position=10, Message=Unexpected input '2'");
  }

  @Test
  void deepNestingAndLongQueries_areRejected() {
    String start = "SELECT * FROM digitaltwins WHERE ";
    assertThat(query(start + "(".repeat(5000)).errorCode()).isEqualTo("SqlQueryError");
    assertThat(query(start + "NOT ".repeat(1500)).errorCode()).isEqualTo("SqlQueryError");
    assertThat(query(start + " ".repeat(8000) + "temp = 1").errorCode()).isEqualTo("SqlQueryError");
    String list = "'a',".repeat(100) + "'a'";
    assertThat(query(start + "name IN [" + list + "]").errorCode()).isEqualTo("SqlQueryError");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT COUNT() FROM DIGITALTWINS | [{\"COUNT\":4}]",
        "select count() from digitaltwins where temp > 100 | [{\"COUNT\":0}]",
        "SELECT TOP(1) T.name FROM digitaltwins T WHERE T.busy = false | [{\"name\":\"Bob\"}]",
        "SELECT T.$dtId, T.temp AS x FROM digitaltwins T WHERE T.temp > 26"
            + " | [{\"$dtId\":\"c\",\"x\":30}]",
        "SELECT T.pos.x, T.temp FROM digitaltwins T WHERE T.$dtId IN ['a','d']"
            + " | [{\"x\":1,\"temp\":20},{}]",
        "SELECT name FROM digitaltwins WHERE temp = 20 | [{\"name\":\"Anna's\"}]",
        "SELECT TOP(0) * FROM digitaltwins | []"
      })
  void select_determinesTheColumns(String query, String rows) {
    assertThat(query(query).json().get("value").toString()).isEqualTo(rows);
  }

  @Test
  void selectStar_returnsTheTwinsAsGetDoes() {
    JsonArray rows = query("SELECT * FROM digitaltwins").json().getAsJsonArray("value");

    assertThat(rows.get(0)).isEqualTo(http.get("/digitaltwins/a").json());
  }

  @Test
  void selectOfTheAlias_wrapsTheTwin() {
    JsonArray rows =
        query("SELECT T FROM digitaltwins T WHERE T.$dtId='b'").json().getAsJsonArray("value");

    assertThat(rows.get(0).getAsJsonObject().get("T")).isEqualTo(emulator.twin("b"));
  }

  @Test
  void bodyWithoutQuery_returns400() {
    assertThat(http.call("POST", "/query", "{}").errorCode()).isEqualTo("InvalidArgument");
  }

  @Test
  void reader_canQuery() {
    Result response =
        http.send(
            "POST",
            "/query?api-version=2023-10-31",
            "{\"query\":\"SELECT COUNT() FROM digitaltwins\"}",
            TwinsFixture.token(TwinsFixture.READER));

    assertThat(response.status()).isEqualTo(200);
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

  private void put(String id, String model, String properties) {
    emulator.putTwin(
        id,
        "{\"$metadata\":{\"$model\":\"dtmi:example:%s;1\"},%s}"
            .formatted(model, properties.replace('\'', '"').replace("\\\\", "\\")));
  }
}
