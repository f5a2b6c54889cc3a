package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.time.Duration;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallOptionTest extends TwinsServerFixture {
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\r\nX-Evil: 1", "a\nb", "ümlaut", "\u0000", "a\u007fb"})
  void invalidHeaderValue_isRejectedImmediately(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CallOption.ifMatch(value))
        .withMessageContaining("etag");
    assertThatIllegalArgumentException().isThrownBy(() -> CallOption.requestId(value));
    assertThatIllegalArgumentException().isThrownBy(() -> CallOption.traceparent(value));
  }

  @Test
  void timeoutNotPositive_isRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> CallOption.timeout(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CallOption.timeout(Duration.ofSeconds(-1)));
  }

  @Test
  void ifMatchOnPut_isRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.putTwin("a", new JsonObject(), CallOption.ifMatch("W/\"1\"")))
        .withMessage("could not put twin 'a': option ifMatch is not supported by this call");
  }

  @Test
  void ifAbsentOnOtherThanPut_isRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.deleteTwin("a", CallOption.ifAbsent()))
        .withMessage("could not delete twin 'a': option ifAbsent is not supported by this call");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> twins.query(TwinQuery.of("SELECT"), JsonObject.class, CallOption.ifAbsent()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twins.relationships("a").list(CallOption.ifAbsent()));
  }

  @Test
  void toString_returnsNameOfOption() {
    assertThat(CallOption.ifAbsent()).hasToString("ifAbsent");
    assertThat(CallOption.requestId("x")).hasToString("requestId");
  }

  @ParameterizedTest
  @CsvSource({"PT0.001S,1", "PT1M,1", "PT1M0.5S,2", "PT61S,2", "PT2H,120"})
  void jobTimeout_isRoundedUpToMinutes(Duration time, String minutes) {
    server.json(202, "{\"id\":\"d\",\"status\":\"running\"}");

    twins.jobs().deletions().startDeletingEverything(CallOption.jobTimeout(time));

    assertThat(server.seen().getUrl().queryParameter("timeoutInMinutes")).isEqualTo(minutes);
  }

  @Test
  void repeatedOption_lastOneApplies() {
    server.json(202, "{\"id\":\"d\",\"status\":\"running\"}");

    twins
        .jobs()
        .deletions()
        .startDeletingEverything(
            CallOption.jobTimeout(Duration.ofMinutes(5)),
            CallOption.operationId("a"),
            CallOption.jobTimeout(Duration.ofMinutes(7)),
            CallOption.operationId("b"));

    RecordedRequest request = server.seen();
    assertThat(request.getUrl().queryParameterValues("timeoutInMinutes")).containsExactly("7");
    assertThat(request.getHeaders().values("operation-id")).containsExactly("b");
  }
}
