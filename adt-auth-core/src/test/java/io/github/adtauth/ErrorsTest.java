package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorsTest {
  static Stream<Function<ErrorDetails, AdtException>> all() {
    return Stream.of(
        InteractionRequiredException::new,
        ConsentRequiredException::new,
        InboundTokenException::new,
        CredentialException::new,
        RegistrationException::new,
        UnavailableException::new,
        UnexpectedAnswerException::new,
        CallCanceledException::new);
  }

  private static ErrorDetails details() {
    return ErrorDetails.of("It failed.")
        .status(400)
        .error("invalid_grant")
        .suberror("basic_action")
        .codes(List.of(50076))
        .correlationId("c-1")
        .traceId("t-1")
        .claims("{}")
        .retryAfter(Duration.ofSeconds(3))
        .fix(new Fix(RegistrationStep.CONSENT, "Consent."));
  }

  @ParameterizedTest
  @MethodSource("all")
  void facts_areFieldsAndInTheMessage(Function<ErrorDetails, AdtException> type) {
    AdtException e = type.apply(details());
    assertThat(e.status()).isEqualTo(400);
    assertThat(e.error()).contains("invalid_grant");
    assertThat(e.suberror()).contains("basic_action");
    assertThat(e.codes()).containsExactly(50076);
    assertThat(e.correlationId()).contains("c-1");
    assertThat(e.traceId()).contains("t-1");
    assertThat(e.retryAfter()).contains(Duration.ofSeconds(3));
    assertThat(e.fix()).map(Fix::step).contains(RegistrationStep.CONSENT);
    assertThat(e)
        .hasMessageStartingWith("It failed. Consent. See step 6 ")
        .hasMessageContainingAll("status 400", "AADSTS50076", "correlation id c-1", "trace id t-1");
    assertThat(e.retryable()).isEqualTo(e instanceof UnavailableException);
  }

  @ParameterizedTest
  @MethodSource("all")
  void copyForAnotherCaller_isOfTheSameTypeAndFacts(Function<ErrorDetails, AdtException> type) {
    AdtException first = type.apply(details());
    AdtException copy = first.forThisCaller();
    assertThat(copy).isNotSameAs(first).hasSameClassAs(first).hasMessage(first.getMessage());
    assertThat(copy.getCause()).isSameAs(first);
    assertThat(copy.retryAfter()).isEqualTo(first.retryAfter());
  }

  @ParameterizedTest
  @MethodSource("all")
  void exceptions_survivesSerialisation(Function<ErrorDetails, AdtException> type)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(type.apply(details()));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      AdtException back = (AdtException) in.readObject();
      assertThat(back.codes()).containsExactly(50076);
      assertThat(back.fix()).isPresent();
    }
  }

  @Test
  void sentenceAlone_isTheMessage() {
    assertThat(new UnavailableException(ErrorDetails.of("Down."))).hasMessage("Down.");
    assertThat(new InteractionRequiredException(details()).claims()).contains("{}");
  }
}
