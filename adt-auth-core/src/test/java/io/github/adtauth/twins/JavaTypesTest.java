package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.LongSerializationPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.annotations.SerializedName;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests dates, times, durations, UUIDs, enums and optionals, which are sent as ISO 8601 text. */
@SuppressWarnings({"JavaUtilDate", "StringSplitter", "EnumOrdinal"}) // types that users have
class JavaTypesTest extends TwinsServerFixture {
  enum State {
    @SerializedName("on")
    ON,
    OFF
  }

  record Everything(
      LocalDate date,
      LocalTime time,
      OffsetTime offsetTime,
      Duration duration,
      Period period,
      OffsetDateTime offsetDateTime,
      ZonedDateTime zonedDateTime,
      LocalDateTime localDateTime,
      Instant instant,
      Date utilDate,
      UUID id,
      State state,
      ZoneId zone,
      YearMonth month,
      Optional<LocalDate> some,
      Optional<LocalDate> none,
      Map<State, Integer> counts,
      List<LocalDate> dates) {}

  static final Everything EVERYTHING =
      new Everything(
          LocalDate.of(2024, 2, 29),
          LocalTime.of(10, 15),
          OffsetTime.of(10, 15, 0, 0, ZoneOffset.UTC),
          Duration.ofMinutes(90),
          Period.of(1, 2, 3),
          OffsetDateTime.of(2024, 1, 31, 18, 0, 0, 0, ZoneOffset.ofHours(2)),
          ZonedDateTime.of(2024, 1, 31, 18, 0, 0, 0, ZoneOffset.UTC),
          LocalDateTime.of(2024, 1, 31, 18, 0),
          Instant.parse("2024-01-31T18:00:00.1234567Z"),
          Date.from(Instant.parse("2024-01-31T18:00:00.123Z")),
          UUID.fromString("72f988bf-0000-4000-8000-000000000001"),
          State.ON,
          ZoneId.of("Europe/Berlin"),
          YearMonth.of(2024, 2),
          Optional.of(LocalDate.of(2024, 3, 1)),
          Optional.empty(),
          Map.of(State.ON, 1),
          List.of(LocalDate.of(2024, 4, 1)));

  static final String TEXT =
      """
      {"date":"2024-02-29","time":"10:15:00","offsetTime":"10:15:00Z","duration":"PT1H30M",
       "period":"P1Y2M3D","offsetDateTime":"2024-01-31T18:00:00+02:00",
       "zonedDateTime":"2024-01-31T18:00:00Z","localDateTime":"2024-01-31T18:00:00",
       "instant":"2024-01-31T18:00:00.123456700Z","utilDate":"2024-01-31T18:00:00.123Z",
       "id":"72f988bf-0000-4000-8000-000000000001","state":"on","zone":"Europe/Berlin",
       "month":"2024-02","some":"2024-03-01","counts":{"on":1},"dates":["2024-04-01"]}""";

  private JsonElement sent() {
    return JsonParser.parseString(server.seenBody());
  }

  private static JsonElement json(String text) {
    return JsonParser.parseString(text);
  }

  private DigitalTwinsClient with(Gson gson) {
    return server.builder().gson(gson).build().client(TwinsServer.tokens("t"));
  }

  @Test
  void everyType_isWrittenAsIsoTextAndReadBack() {
    server.json(200, TEXT.replaceFirst("\\{", "{\"\\$dtId\":\"a\","));

    assertThat(twins.putTwin("a", EVERYTHING)).isEqualTo(EVERYTHING);
    assertThat(sent()).isEqualTo(json(TEXT));
  }

  @Test
  void everyTypeInTelemetryOrPatch_isWrittenEqually() {
    server.empty(204).empty(204).empty(204).empty(204);
    JsonPatch patch = JsonPatch.create().add("/a", EVERYTHING).replace("/b", LocalTime.NOON);

    twins.sendTelemetry("a", EVERYTHING);
    twins.components("a").sendTelemetry("c", EVERYTHING);
    twins.patchTwin("a", patch);
    twins.components("a").patch("c", patch);

    assertThat(sent()).isEqualTo(json(TEXT));
    assertThat(sent()).isEqualTo(json(TEXT));
    JsonElement expected =
        json(
            "[{\"op\":\"add\",\"path\":\"/a\",\"value\":"
                + TEXT
                + "},{\"op\":\"replace\",\"path\":\"/b\",\"value\":\"12:00:00\"}]");
    assertThat(sent()).isEqualTo(expected);
    assertThat(sent()).isEqualTo(expected);
  }

  @Test
  void everyTypeInTwinOrRelationship_isWrittenEqually() {
    DigitalTwin twin = DigitalTwin.of("m").with("a", EVERYTHING).with("b", Duration.ofHours(1));
    Relationship edge = Relationship.of("b", "near").with("since", LocalDate.EPOCH);

    assertThat(twin.contents()).isEqualTo(json("{\"a\":" + TEXT + ",\"b\":\"PT1H\"}"));
    assertThat(edge.properties()).isEqualTo(json("{\"since\":\"1970-01-01\"}"));
    assertThat(new Gson().toJsonTree(edge.with("time", LocalTime.NOON)).toString())
        .contains("\"since\":\"1970-01-01\",\"time\":\"12:00:00\"");
  }

  @Test
  void calendar_isWrittenAsIsoText() {
    GregorianCalendar calendar =
        GregorianCalendar.from(ZonedDateTime.parse("2024-01-31T18:00:00+02:00"));

    assertThat(DigitalTwin.of("m").with("at", calendar).contents())
        .isEqualTo(json("{\"at\":\"2024-01-31T18:00:00+02:00\"}"));
  }

  @Test
  void query_bindsEveryType() {
    String query =
        TwinQuery.of(
                "a = ? AND b = ? AND c = ? AND d = ? AND e = ? AND f = ? AND g IN ? AND h = ?",
                LocalDate.of(2024, 2, 29),
                LocalTime.of(10, 15),
                OffsetDateTime.parse("2024-01-31T18:00:00+02:00"),
                Duration.ofMinutes(90),
                new Date(0),
                UUID.fromString("72f988bf-0000-4000-8000-000000000001"),
                List.of(State.ON, State.OFF),
                OptionalInt.of(3))
            .text();

    assertThat(query)
        .isEqualTo(
            "a = '2024-02-29' AND b = '10:15:00' AND c = '2024-01-31T18:00:00+02:00'"
                + " AND d = 'PT1H30M' AND e = '1970-01-01T00:00:00Z'"
                + " AND f = '72f988bf-0000-4000-8000-000000000001'"
                + " AND g IN ['on', 'OFF'] AND h = 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TwinQuery.of("a = ?", Optional.empty()))
        .withMessageContaining("IS_NULL");
  }

  record Optionals(Optional<String> text, OptionalInt number, Optional<List<LocalDate>> dates) {
    Optionals {
      if (text == null || number == null || dates == null) {
        throw new IllegalStateException("null");
      }
    }
  }

  @Test
  void absentOrNullOptional_isReadAsEmpty() {
    server.json(200, "{\"$dtId\":\"a\",\"number\":null}");
    server.json(200, "{\"value\":[{},{\"text\":\"x\",\"number\":1,\"dates\":[\"2024-01-01\"]}]}");
    Optionals empty = new Optionals(Optional.empty(), OptionalInt.empty(), Optional.empty());

    assertThat(twins.getTwin("a", Optionals.class)).isEqualTo(empty);
    assertThat(twins.query(TwinQuery.of("q"), Optionals.class))
        .containsExactly(
            empty,
            new Optionals(
                Optional.of("x"),
                OptionalInt.of(1),
                Optional.of(List.of(LocalDate.parse("2024-01-01")))));
  }

  @Test
  void emptyOptional_isNotSentAndRejectedInPatch() {
    server.empty(204);

    twins.sendTelemetry(
        "a", new Optionals(Optional.empty(), OptionalInt.empty(), Optional.empty()));

    assertThat(sent()).isEqualTo(json("{}"));
    DigitalTwin twin = DigitalTwin.of("m").with("a", 1);
    assertThat(twin.with("a", Optional.empty())).isEqualTo(DigitalTwin.of("m"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonPatch.create().add("/a", Optional.empty()))
        .withMessageContaining("use remove instead");
  }

  static final class GermanDate extends TypeAdapter<LocalDate> {
    @Override
    public void write(JsonWriter out, LocalDate value) throws IOException {
      out.value(value.getDayOfMonth() + "." + value.getMonthValue() + "." + value.getYear());
    }

    @Override
    public LocalDate read(JsonReader in) throws IOException {
      String[] parts = in.nextString().split("\\.");
      return LocalDate.of(
          Integer.parseInt(parts[2]), Integer.parseInt(parts[1]), Integer.parseInt(parts[0]));
    }
  }

  record Dated(LocalDate day, LocalTime time, Date at, Optional<LocalDate> other) {}

  @Test
  void userAdapter_precedesLibraryAdapters() {
    DigitalTwinsClient twins =
        with(
            new GsonBuilder()
                .registerTypeAdapter(LocalDate.class, new GermanDate().nullSafe())
                .create());
    Dated dated =
        new Dated(
            LocalDate.of(2024, 2, 29),
            LocalTime.NOON,
            new Date(0),
            Optional.of(LocalDate.of(2024, 3, 1)));
    String text =
        "{\"day\":\"29.2.2024\",\"time\":\"12:00:00\",\"at\":\"1970-01-01T00:00:00Z\","
            + "\"other\":\"1.3.2024\"}";
    server.json(200, text.replaceFirst("\\{", "{\"\\$dtId\":\"a\","));

    assertThat(twins.putTwin("a", dated)).isEqualTo(dated);
    assertThat(sent()).isEqualTo(json(text));
  }

  @Test
  void userSerializerAndDateFormat_precedeLibraryAdapters() {
    JsonSerializer<Duration> seconds =
        (value, type, context) -> new JsonPrimitive(value.toSeconds());
    DigitalTwinsClient twins =
        with(
            new GsonBuilder()
                .registerTypeAdapter(Duration.class, seconds)
                .setDateFormat("yyyy")
                .create());
    server.empty(204);

    twins.sendTelemetry("a", Map.of("d", Duration.ofMinutes(1), "at", new Date(86_400_000L)));

    assertThat(sent()).isEqualTo(json("{\"d\":60,\"at\":\"1970\"}"));
  }

  enum Level {
    LOW,
    HIGH
  }

  /** Covers every call that writes a value of the user. */
  @Test
  void userGson_isUsedEverywhere() {
    JsonSerializer<Level> number = (value, type, context) -> new JsonPrimitive(value.ordinal());
    DigitalTwinsClient twins =
        with(
            new GsonBuilder()
                .registerTypeAdapter(Level.class, number)
                .setLongSerializationPolicy(LongSerializationPolicy.STRING)
                .create());
    server.json(200, "{\"$dtId\":\"a\"}").json(200, "{\"$relationshipId\":\"r\"}").empty(204);
    server.json(200, "{\"value\":[]}").json(200, "{\"value\":[]}");

    twins.putTwin("a", DigitalTwin.of("m").with("level", Level.HIGH).with("long", 5L));
    twins.relationships("a").put("r", Relationship.of("b", "n").with("levels", List.of(Level.LOW)));
    twins.patchTwin("a", JsonPatch.create().add("/level", Level.HIGH));
    twins.query(TwinQuery.of("a = ? AND b = ?", Level.HIGH, "x"), Map.class).forEach(m -> {});
    twins
        .async()
        .query(TwinQuery.of("a IN ?", List.of(Level.HIGH)).pageSize(2), Map.class)
        .forEach(m -> {})
        .join();

    assertThat(sent())
        .isEqualTo(json("{\"$metadata\":{\"$model\":\"m\"},\"level\":1,\"long\":\"5\"}"));
    assertThat(sent().getAsJsonObject().get("levels")).isEqualTo(json("[0]"));
    assertThat(sent()).isEqualTo(json("[{\"op\":\"add\",\"path\":\"/level\",\"value\":1}]"));
    assertThat(sent()).isEqualTo(json("{\"query\":\"a = 1 AND b = 'x'\"}"));
    assertThat(sent()).isEqualTo(json("{\"query\":\"a IN [1]\"}"));
  }

  @Test
  void collectionsAndDates_areCopied() {
    List<Object> list = new ArrayList<>(List.of(1));
    Date date = new Date(0);
    int[] array = {1};
    DigitalTwin twin =
        DigitalTwin.of("m").with("list", list).with("date", date).with("array", array);
    JsonPatch patch = JsonPatch.create().add("/list", list);
    server.empty(204);

    list.add(2);
    date.setTime(1);
    array[0] = 2;
    twins.patchTwin("a", patch);

    assertThat(twin.contents())
        .isEqualTo(json("{\"list\":[1],\"date\":\"1970-01-01T00:00:00Z\",\"array\":[1]}"));
    assertThat(sent()).isEqualTo(json("[{\"op\":\"add\",\"path\":\"/list\",\"value\":[1]}]"));
  }

  @Test
  void twinWithDeferredValues_equalsTwinThatWasRead() {
    DigitalTwin built = DigitalTwin.of("m").with("at", LocalDate.EPOCH).with("list", List.of(1));
    DigitalTwin read =
        new Gson()
            .fromJson(
                "{\"$metadata\":{\"$model\":\"m\"},\"at\":\"1970-01-01\",\"list\":[1]}",
                DigitalTwin.class);

    assertThat(built).isEqualTo(read).hasSameHashCodeAs(read);
    assertThat(built).isNotEqualTo(built.with("at", LocalDate.MAX));
  }
}
