package io.github.adtauth.onbehalfof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.Cloud;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.SignInBlockedException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.internal.oauth.BearerChallenge;
import io.github.adtauth.twins.AccessDeniedException;
import io.github.adtauth.twins.DigitalTwinsException;
import io.github.adtauth.twins.NotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
  private static final String CLAIMS =
      "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1?>ü\"}}}";
  private static final String SAID = "AADSTS50076: secret words of Entra";

  private static ErrorDetails details() {
    return ErrorDetails.of(SAID).errorCode("interaction_required").correlationId("c0rre1ation");
  }

  private static InteractionRequiredException interactionRequired() {
    return new InteractionRequiredException(details().claims(CLAIMS));
  }

  @Test
  void claimsChallenge_is401WithPaddedBase64Claims() {
    Challenge challenge = Challenge.forFailure(interactionRequired());
    assertThat(challenge.status()).isEqualTo(401);
    String header = challenge.wwwAuthenticate().orElseThrow();
    assertThat(header)
        .startsWith("Bearer error=\"insufficient_claims\", ")
        .containsPattern("claims=\"[A-Za-z0-9+/]+={0,2}\"$");
    assertThat(BearerChallenge.parse(List.of(header)).orElseThrow().claims()).isEqualTo(CLAIMS);
  }

  @Test
  void client_parsesHeaderOfWebApi() {
    String header = Challenge.forFailure(interactionRequired()).wwwAuthenticate().orElseThrow();
    Challenge read = Challenge.parse(401, List.of("Basic realm=\"x\"", header)).orElseThrow();
    assertThat(read.claims()).contains(CLAIMS);
    assertThat(read.toException())
        .containsInstanceOf(InteractionRequiredException.class)
        .hasValueSatisfying(
            e -> assertThat(((InteractionRequiredException) e).claims()).contains(CLAIMS));
  }

  @Test
  void missingConsent_is403InsufficientScope() {
    Challenge challenge = Challenge.forFailure(new ConsentRequiredException(details()));
    assertThat(challenge.status()).isEqualTo(403);
    String header = challenge.wwwAuthenticate().orElseThrow();
    assertThat(header).contains("error=\"insufficient_scope\"");
    assertThat(Challenge.parse(403, List.of(header)).orElseThrow().toException())
        .containsInstanceOf(ConsentRequiredException.class);
  }

  @Test
  void invalidTokenAndEndedSignIn_are401() {
    for (AdtException failure :
        new AdtException[] {
          new InboundTokenException(details()), new InteractionRequiredException(details())
        }) {
      Challenge challenge = Challenge.forFailure(failure);
      assertThat(challenge.status()).isEqualTo(401);
      String header = challenge.wwwAuthenticate().orElseThrow();
      assertThat(header).contains("error=\"invalid_token\"").doesNotContain("claims=");
      assertThat(Challenge.parse(401, List.of(header)).orElseThrow().toException())
          .containsInstanceOf(InteractionRequiredException.class);
    }
  }

  @Test
  void missingRole_is403WithoutChallenge() {
    Challenge challenge =
        Challenge.forFailure(new AccessDeniedException(details().status(403), List.of()));
    assertThat(challenge.status()).isEqualTo(403);
    assertThat(challenge.headers()).isEmpty();
    assertThat(challenge.toException()).isEmpty();
  }

  @Test
  void blockedUser_is403WithoutChallenge() {
    Challenge challenge = Challenge.forFailure(new SignInBlockedException(details().status(400)));
    assertThat(challenge.status()).isEqualTo(403);
    assertThat(challenge.headers()).isEmpty();
    assertThat(challenge.toException()).isEmpty();
  }

  @Test
  void outage_is503WithRetryAfter() {
    Challenge busy =
        Challenge.forFailure(
            new UnavailableException(details().retryAfter(Duration.ofMillis(2_100))));
    assertThat(busy.status()).isEqualTo(503);
    assertThat(busy.headers()).containsExactly(java.util.Map.entry("Retry-After", "3"));
    assertThat(Challenge.forFailure(new UnavailableException(details())).headers()).isEmpty();
    assertThat(Challenge.forFailure(new CallCanceledException(details())).status()).isEqualTo(503);
  }

  @Test
  void digitalTwinsError_keepsUsefulStatus() {
    assertThat(
            Challenge.forFailure(new NotFoundException(details().status(404), List.of())).status())
        .isEqualTo(404);
    for (int status : new int[] {400, 409, 412}) {
      assertThat(Challenge.forFailure(errorOf(status)).status()).isEqualTo(status);
    }
    for (int status : new int[] {401, 405, 413, 0}) {
      assertThat(Challenge.forFailure(errorOf(status)).status()).isEqualTo(502);
    }
  }

  private static DigitalTwinsException errorOf(int status) {
    return new DigitalTwinsException(details().status(status), List.of());
  }

  static List<Throwable> applicationErrors() {
    return List.of(
        new CredentialException(details().status(401)),
        new CredentialUnavailableException(details()),
        new RegistrationException(details().status(400)),
        new IllegalStateException("x"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("applicationErrors")
  void applicationError_is500WithoutDetails(Throwable fault) {
    assertThat(Challenge.forFailure(fault).status()).isEqualTo(500);
    assertThat(Challenge.forFailure(fault).headers()).isEmpty();
    assertThat(Challenge.forFailure(fault).detail()).contains("Its operator can find the reason");
  }

  @Test
  void detail_isFixedSentence() {
    List<Throwable> failures = new ArrayList<>(applicationErrors());
    failures.add(interactionRequired());
    failures.add(new ConsentRequiredException(details()));
    failures.add(new InboundTokenException(details()));
    failures.add(new UnavailableException(details().status(503)));
    failures.add(new UnexpectedResponseException(details().status(200)));
    for (int status : new int[] {400, 401, 403, 404, 409, 412, 413}) {
      failures.add(errorOf(status));
    }
    for (Throwable failure : failures) {
      assertThat(Challenge.forFailure(failure).detail())
          .as(failure.toString())
          .matches("[A-Z].{10,}\\.")
          .doesNotContain("AADSTS", "secret words");
    }
  }

  @Test
  void unexpectedResponse_is502() {
    assertThat(
            Challenge.forFailure(new UnexpectedResponseException(details().status(200))).status())
        .isEqualTo(502);
  }

  @Test
  void failureInCauses_isFound() {
    Throwable wrapped =
        new CompletionException(
            new RuntimeException(new AuthenticatedCallException(interactionRequired())));
    assertThat(Challenge.forFailure(wrapped).claims()).contains(CLAIMS);
    RuntimeException circle = new RuntimeException();
    circle.initCause(new RuntimeException(circle));
    assertThat(Challenge.forFailure(circle).status()).isEqualTo(500);
  }

  @Test
  void header_hasNoTextOfEntra() {
    for (AdtException failure :
        List.of(
            interactionRequired(),
            new ConsentRequiredException(details()),
            new InboundTokenException(details()))) {
      Challenge challenge = Challenge.forFailure(failure);
      assertThat(challenge.headers().toString() + challenge)
          .doesNotContain("AADSTS")
          .doesNotContain("secret words")
          .doesNotContain("c0rre1ation");
    }
  }

  @Test
  void oversizedClaims_areOmitted() {
    String large = "{\"access_token\":{\"x\":{\"value\":\"" + "x".repeat(5_000) + "\"}}}";
    Challenge challenge =
        Challenge.forFailure(new InteractionRequiredException(details().claims(large)));
    assertThat(challenge.wwwAuthenticate().orElseThrow())
        .contains("invalid_token")
        .doesNotContain("claims=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic realm=\"x\"", "Negotiate", "Bearer", "Bearer claims=\"e30=\""})
  void parsing403_acceptsInsufficientScopeOnly(String header) {
    assertThat(Challenge.parse(403, List.of(header))).isEmpty();
  }

  @Test
  void otherResponse_isNotChallenge() {
    String header = Challenge.forFailure(interactionRequired()).wwwAuthenticate().orElseThrow();
    assertThat(Challenge.parse(200, List.of(header))).isEmpty();
    assertThat(Challenge.parse(500, List.of(header))).isEmpty();
    assertThat(Challenge.parse(401, List.of())).isEmpty();
    assertThat(Challenge.parse(401, List.of("Basic realm=\"x\""))).isEmpty();
  }

  @Test
  void authorityInHeader_isIgnored() {
    String hostile =
        "Bearer authorization_uri=\"https://evil.example/authorize\", client_id=\"evil\","
            + " error=\"insufficient_claims\", claims=\"e30=\"";
    Challenge challenge = Challenge.parse(401, List.of(hostile)).orElseThrow();
    assertThat(challenge.claims()).contains("{}");
    assertThat(challenge.toException().toString() + challenge.headers()).doesNotContain("evil");
  }

  @Test
  void account_isKept() {
    for (String error : List.of("insufficient_scope", "invalid_token")) {
      Challenge read =
          Challenge.parse(
                  error.equals("invalid_token") ? 401 : 403,
                  List.of("Bearer error=\"" + error + "\""))
              .orElseThrow();
      assertThat(read.toException().orElseThrow().accountId()).isEmpty();
      assertThat(read.account("o.t").cloud(Cloud.PUBLIC).toException().orElseThrow().accountId())
          .contains("o.t");
    }
  }
}
