package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.internal.error.ErrorInternals;
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

class AdtExceptionTest {
  private static final String CLAIMS = "{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}";

  static Stream<Function<ErrorDetails, AdtException>> types() {
    return Stream.of(
        CallCanceledException::new,
        ConsentRequiredException::new,
        CredentialException::new,
        CredentialUnavailableException::new,
        InboundTokenException::new,
        InteractionRequiredException::new,
        RegistrationException::new,
        SignInBlockedException::new,
        UnavailableException::new,
        UnexpectedResponseException::new);
  }

  @ParameterizedTest
  @MethodSource("types")
  void exception_exposesItsDetails(Function<ErrorDetails, AdtException> type) {
    AdtException thrown = type.apply(details());
    assertFacts(thrown);
    assertThat(thrown).hasCause(new IllegalStateException("below"));
    assertThat(thrown)
        .hasMessage(
            "Entra said no. Grant consent. See step 6 (API permissions → Grant admin consent)."
                + " [status 400, error invalid_grant, suberror consent_required, AADSTS65001,"
                + " correlation id 04f0c124-f2bc-4f59-8241-bf6df9866bbd, trace id 61feddcd31a343e4b50616edb5129400]");
  }

  @ParameterizedTest
  @MethodSource("types")
  void forThisCaller_keepsDetails_addsCallerStackAndCause(
      Function<ErrorDetails, AdtException> type) {
    AdtException original = type.apply(details());
    AdtException mine = ErrorInternals.instance().forThisCaller(original);
    assertThat(mine)
        .isNotSameAs(original)
        .hasSameClassAs(original)
        .hasMessage(original.getMessage());
    assertThat(mine.getCause()).isSameAs(original);
    assertThat(List.of(mine.getStackTrace()))
        .anyMatch(frame -> frame.getMethodName().startsWith("forThisCaller_"));
    assertFacts(mine);
  }

  @ParameterizedTest
  @MethodSource("types")
  void exception_isSerializable(Function<ErrorDetails, AdtException> type) throws Exception {
    AdtException original = type.apply(details());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      AdtException copy = (AdtException) in.readObject();
      assertThat(copy).hasSameClassAs(original).hasMessage(original.getMessage());
      assertFacts(copy);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void onlyUnavailable_isRetryable(Function<ErrorDetails, AdtException> type) {
    AdtException thrown = type.apply(ErrorDetails.of("No."));
    assertThat(thrown.isRetryable()).isEqualTo(thrown instanceof UnavailableException);
  }

  @Test
  void exceptionWithoutDetails_hasOnlyMessage() {
    AdtException bare = new InteractionRequiredException(ErrorDetails.of("No."));
    assertThat(bare).hasMessage("No.").hasNoCause();
    assertThat(bare.fix()).isEmpty();
    assertThat(bare.errorCode()).isEmpty();
    assertThat(bare.suberror()).isEmpty();
    assertThat(bare.aadstsCodes()).isEmpty();
    assertThat(bare.correlationId()).isEmpty();
    assertThat(bare.traceId()).isEmpty();
    assertThat(bare.retryAfter()).isEmpty();
    assertThat(bare.status()).isZero();
  }

  @Test
  void claims_areExposed_butNotInMessage() {
    InteractionRequiredException thrown = new InteractionRequiredException(details());
    assertThat(thrown.claims()).contains(CLAIMS);
    assertThat(thrown).hasMessageNotContaining("acrs");
    assertThat(
            ((InteractionRequiredException) ErrorInternals.instance().forThisCaller(thrown))
                .claims())
        .contains(CLAIMS);
    assertThat(new InteractionRequiredException(ErrorDetails.of("No.")).claims()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void forAccount_addsAccount_butNotToMessage(Function<ErrorDetails, AdtException> type) {
    AdtException original = type.apply(ErrorDetails.of("No."));
    AdtException named = ErrorInternals.instance().forAccount(original, "oid.tid");
    assertThat(original.accountId()).isEmpty();
    assertThat(named).hasSameClassAs(original).hasMessage("No.");
    assertThat(named.accountId()).contains("oid.tid");
  }

  @Test
  void laterChangesOfDetails_doNotChangeException() {
    ErrorDetails details = details();
    AdtException thrown = new RegistrationException(details);
    details.status(500).errorCode("other").fix(null);
    assertFacts(thrown);
  }

  private static ErrorDetails details() {
    return ErrorDetails.of("Entra said no.")
        .cause(new IllegalStateException("below"))
        .fix(new Fix(RegistrationStep.CONSENT, "Grant consent."))
        .status(400)
        .errorCode("invalid_grant")
        .suberror("consent_required")
        .aadstsCodes(List.of(65001, 65004))
        .correlationId("04f0c124-f2bc-4f59-8241-bf6df9866bbd")
        .traceId("61feddcd31a343e4b50616edb5129400")
        .claims(CLAIMS)
        .retryAfter(Duration.ofSeconds(7))
        .accountId("oid.tid");
  }

  private static void assertFacts(AdtException e) {
    assertThat(e.fix()).contains(new Fix(RegistrationStep.CONSENT, "Grant consent."));
    assertThat(e.status()).isEqualTo(400);
    assertThat(e.errorCode()).contains("invalid_grant");
    assertThat(e.suberror()).contains("consent_required");
    assertThat(e.aadstsCodes()).containsExactly(65001, 65004);
    assertThat(e.correlationId()).contains("04f0c124-f2bc-4f59-8241-bf6df9866bbd");
    assertThat(e.traceId()).contains("61feddcd31a343e4b50616edb5129400");
    assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(e.accountId()).contains("oid.tid");
  }

  /** The last safeguard: untrusted parts of a message cannot imitate another log line. */
  @Test
  void messageAndIds_areNormalized() {
    ErrorDetails details =
        ErrorDetails.of("a\r\nb\u001b[2J\u202e " + "word ".repeat(10_000))
            .errorCode("x\n" + "y".repeat(1000))
            .correlationId("open-sesame")
            .traceId("<id>");
    RegistrationException e = new RegistrationException(details);
    assertThat(e.getMessage()).startsWith("a b word ").hasSizeLessThan(3500).doesNotContain("\n");
    assertThat(e.errorCode().orElseThrow()).startsWith("x y").hasSize(128);
    assertThat(e.correlationId()).isEmpty();
    assertThat(e.traceId()).isEmpty();
  }
}
