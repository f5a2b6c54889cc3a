package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.adtauth.UnexpectedResponseException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tests that the message for a mismatched class names the class, the field and the reason. */
class ClassMismatchTest extends TwinsServerFixture {
  record Thermostat(double setPoint) {}

  record Room(double temperature, Thermostat thermostat, List<LocalDate> dates) {}

  record Positive(int value) {
    Positive {
      if (value < 0) {
        throw new IllegalArgumentException("value must not be negative");
      }
    }
  }

  record Optionals(Optional<LocalDate> day) {}

  record Inner(Thread thread) {}

  record Outer(int number, Inner inner) {}

  private void assertMismatch(String body, Class<?> type, String field, String reason) {
    server.json(200, body.replaceFirst("\\{", "{\"\\$dtId\":\"a\","));
    assertMessage(() -> twins.getTwin("a", type), type, field, reason);
    server.json(200, body.replaceFirst("\\{", "{\"\\$dtId\":\"a\",") + " ".repeat(20_000));
    assertMessage(() -> twins.getTwin("a", type), type, field, reason);
    String page = "{\"value\":[" + body + "]}";
    String inPage = field.replace("$", "$.value[0]");
    server.json(200, page);
    assertMessage(
        () -> twins.query(TwinQuery.of("q"), type).forEach(t -> {}), type, inPage, reason);
    server.json(200, page + " ".repeat(20_000));
    assertMessage(
        () -> twins.query(TwinQuery.of("q"), type).forEach(t -> {}), type, inPage, reason);
  }

  private static void assertMessage(
      ThrowingCallable call, Class<?> type, String field, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(call)
        .withMessageContaining(" cannot be read as " + type.getName() + ": ")
        .withMessageContaining("field " + field + ": ")
        .withMessageContaining(reason)
        .withMessageContaining("DigitalTwins.builder(config).gson(…)");
  }

  @Test
  void valueOfOtherType_isNamed() {
    assertMismatch("{\"temperature\":\"warm\"}", Room.class, "$.temperature", "warm");
    assertMismatch("{\"temperature\":{}}", Room.class, "$.temperature", "BEGIN_OBJECT");
    assertMismatch("{\"thermostat\":7}", Room.class, "$.thermostat", "BEGIN_OBJECT");
    assertMismatch(
        "{\"thermostat\":{\"setPoint\":[]}}", Room.class, "$.thermostat.setPoint", "BEGIN_ARRAY");
  }

  @Test
  void textOtherThanDate_isNamed() {
    assertMismatch(
        "{\"dates\":[\"2024-01-01\",\"2024-02-30\"]}",
        Room.class,
        "$.dates[1]",
        "'2024-02-30' is not a date, such as 2026-01-31");
  }

  @Test
  void numberNotAllowedInJson_isNamed() {
    server.json(200, "{\"$dtId\":\"a\",\"temperature\":\"NaN\"}");
    assertMessage(() -> twins.getTwin("a", Room.class), Room.class, "$.temperature", "NaN");
    server.json(200, "{\"value\":[{\"temperature\":\"NaN\"}]}");
    assertMessage(
        () -> twins.query(TwinQuery.of("q"), Room.class).forEach(t -> {}),
        Room.class,
        "$.value[0].temperature",
        "NaN");
  }

  @Test
  void throwingConstructor_isNamedWithoutArguments() {
    server.json(200, "{\"$dtId\":\"a\",\"value\":-12345}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.getTwin("a", Positive.class))
        .withMessageContaining(Positive.class.getName())
        .withMessageContaining("value must not be negative")
        .withMessageNotContaining("12345");
  }

  record Nested(Room room, List<Optionals> list) {}

  @Test
  void optionalInNestedObject_isNamedByFullPath() {
    assertMismatch(
        "{\"list\":[{},{\"day\":\"soon\"}]}",
        Nested.class,
        "$.list[1].day",
        "'soon' is not a date");
  }

  @Test
  void optionalOfOtherType_isNamed() {
    server.json(200, "{\"$dtId\":\"a\",\"day\":\"soon\"}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.getTwin("a", Optionals.class))
        .withMessageContaining("field $.day: 'soon' is not a date");
  }

  @Test
  void classWithoutAdapter_isNamedBeforeCall() {
    String field = "field " + Inner.class.getName() + ".thread of type java.lang.Thread: ";

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> twins.getTwin("a", Outer.class),
            () -> twins.async().getTwin("a", Outer.class),
            () -> twins.query(TwinQuery.of("q"), Outer.class),
            () -> twins.components("a").get("c", Outer.class),
            () -> twins.putTwin("a", new Outer(1, new Inner(Thread.currentThread()))),
            () -> twins.sendTelemetry("a", new Outer(1, new Inner(Thread.currentThread()))))) {
      assertThatIllegalArgumentException()
          .isThrownBy(call)
          .withMessageContaining(Outer.class.getName())
          .withMessageContaining(field)
          .withMessageContaining("gson(…)");
    }
    assertThat(server.web.getRequestCount()).isZero();
  }

  @Test
  void anonymousClass_isNamed() {
    server.json(200, "{\"$dtId\":\"a\"}");
    Object anonymous = new Object() {};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.getTwin("a", anonymous.getClass()))
        .withMessageContaining("anonymous or local class");
  }

  @Test
  void asyncMismatch_isIllegalArgument() {
    server.json(200, "{\"$dtId\":\"a\",\"temperature\":\"warm\"}");

    Assertions.assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> twins.async().getTwin("a", Room.class).join())
        .withCauseInstanceOf(IllegalArgumentException.class)
        .withMessageContaining("$.temperature");
  }

  @Test
  void malformedJson_isUnexpectedResponse() {
    server.json(200, "{\"value\":[{\"temperature\":1,");
    server.json(200, "{\"value\":[{\"temperature\":NaN}]}");
    server.json(200, "{\"value\":[" + " ".repeat(20_000) + "{\"temperature\":1,");

    for (int i = 0; i < 3; i++) {
      Assertions.assertThatExceptionOfType(UnexpectedResponseException.class)
          .isThrownBy(() -> twins.query(TwinQuery.of("q"), Room.class).forEach(t -> {}));
    }
  }
}
