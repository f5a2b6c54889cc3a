package io.github.adtauth.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import io.github.adtauth.AdtException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.error.ErrorInternals;
import io.github.adtauth.twins.AccessDeniedException;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.DigitalTwinsException;
import io.github.adtauth.twins.NotFoundException;
import io.github.adtauth.twins.PreconditionFailedException;
import io.github.adtauth.twins.TwinsServer;
import io.github.adtauth.twins.TwinsServerFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link ErrorResponses} and {@link ServiceError}. */
class ErrorResponsesTest extends TwinsServerFixture {
  private static final String NOT_FOUND =
      """
      {"error":{"code":"DigitalTwinNotFound","message":"There is no digital twin instance that \
      exists with the ID room-21."}}""";

  private <E extends AdtException> E get(Class<E> type) {
    return Objects.requireNonNull(
        catchThrowableOfType(type, () -> twins.getTwin("room-21", JsonObject.class)));
  }

  @Test
  void serviceError_hasCodeAndIds() {
    server.json(
        404,
        NOT_FOUND,
        "mise-correlation-id",
        "da946a84-3ba8-4c1b-9f0e-0123456789ab",
        "traceresponse",
        "00-3d1a1337ae39f8d96a8a75240a434f7d-171847a97f679e83-01");

    NotFoundException e = get(NotFoundException.class);

    assertThat(e)
        .hasMessage(
            "Could not get twin 'room-21': There is no digital twin instance that exists with the"
                + " ID room-21. [status 404, error DigitalTwinNotFound, correlation id"
                + " da946a84-3ba8-4c1b-9f0e-0123456789ab, trace id 3d1a1337ae39f8d96a8a75240a434f7d]");
    assertThat(e.status()).isEqualTo(404);
    assertThat(e.errorCode()).contains("DigitalTwinNotFound");
    assertThat(e.correlationId()).contains("da946a84-3ba8-4c1b-9f0e-0123456789ab");
    assertThat(e.isRetryable()).isFalse();
  }

  @Test
  void serviceError_hasDetails() {
    server.json(
        400,
        """
        {"error":{"code":"ValidationFailed","message":"Invalid twin specified","details":[
          {"code":"ValidationFailed","message":"dtmi:x;2 does not exist."},{},7],
          "innererror":{"code":"x"}}}""",
        "x-ms-request-id",
        "61feddcd-31a3-43e4-b506-16edb5129400");

    DigitalTwinsException e = get(DigitalTwinsException.class);

    assertThat(e.getClass()).isEqualTo(DigitalTwinsException.class);
    assertThat(e.errorCode()).contains("ValidationFailed");
    assertThat(e.correlationId()).contains("61feddcd-31a3-43e4-b506-16edb5129400");
    assertThat(e.details())
        .containsExactly(
            new DigitalTwinsException.Detail("ValidationFailed", "dtmi:x;2 does not exist."),
            new DigitalTwinsException.Detail("", ""));
    assertThat(e).hasMessageContaining("Invalid twin specified dtmi:x;2 does not exist.");
    assertThat(((DigitalTwinsException) ErrorInternals.instance().forThisCaller(e)).details())
        .isEqualTo(e.details());
  }

  @Test
  void tokenDividedAmongDetails_isHidden() {
    String token = "0.AXYAp3QmZ1qLk0uVh9sT2bXcD4eFgH5iJkL6mN7oP8qRs9tUvW0xYzA1bC2d";
    StringBuilder details = new StringBuilder();
    for (int i = 0; i < token.length(); i += 7) {
      String part = token.substring(i, Math.min(token.length(), i + 7));
      details
          .append(i == 0 ? "" : ",")
          .append("{\"code\":\"%s\",\"message\":\"%s\"}".formatted(part, part));
    }
    server.json(
        400, "{\"error\":{\"code\":\"Bad\",\"message\":\"\",\"details\":[" + details + "]}}");

    DigitalTwinsClient client = server.builder().build().client(TwinsServer.tokens(token));

    DigitalTwinsException e =
        Objects.requireNonNull(
            catchThrowableOfType(
                DigitalTwinsException.class, () -> client.getTwin("room-21", JsonObject.class)));

    assertThat(e.details()).allMatch(d -> d.code().equals("…") && d.message().equals("…"));
    assertThat(e).message().matches("Could not [^:]+: [… ]+ \\[status 400, error Bad]");
  }

  @Test
  void status401_isRegistrationError() {
    server.json(401, "{ \"statusCode\": 401, \"message\": \"Unauthorized\" }");

    RegistrationException e = get(RegistrationException.class);

    assertThat(e).hasMessageContaining("audience").hasMessageContaining("clock");
    assertThat(e.fix().orElseThrow().step()).isEqualTo(RegistrationStep.IDS);
  }

  @Test
  void status401WithClaims_requiresInteraction() {
    String claims = "{\"access_token\":{\"nbf\":{\"essential\":true}}}";
    String encoded = Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.US_ASCII));
    server.empty(
        401,
        "WWW-Authenticate",
        "Bearer error=\"insufficient_claims\", claims=\"" + encoded + "\"");

    assertThat(get(InteractionRequiredException.class).claims()).contains(claims);
  }

  @Test
  void status429OfGateway_isRetryableAfterDelay() {
    server.json(
        429,
        "{ \"error\": { \"statusCode\": 429, \"message\": \"Maximum request rate limit"
            + " reached.\" } }",
        "Retry-After",
        "5");

    UnavailableException e = get(UnavailableException.class);

    assertThat(e.retryAfter()).contains(Duration.ofSeconds(5));
    assertThat(e.isRetryable()).isTrue();
    assertThat(e.errorCode()).isEmpty();
    assertThat(e).hasMessageContaining("Maximum request rate limit");
  }

  @Test
  void errorInJsonString_isParsed() {
    server.json(
        429,
        "\"{\\\"error\\\":{\\\"code\\\":\\\"TooManyRequests\\\",\\\"message\\\":\\\"Cannot start"
            + " another job.\\\"}}\"");

    UnavailableException e = get(UnavailableException.class);

    assertThat(e.errorCode()).contains("TooManyRequests");
    assertThat(e.retryAfter()).isEmpty();
    assertThat(e).hasMessageContaining("Cannot start another job.");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void transientStatus_isUnavailableWhateverBody(int status) {
    server.json(status, "<html>Bad gateway</html>");

    assertThat(get(UnavailableException.class)).hasMessageNotContaining("html");
  }

  @Test
  void status403WithoutBody_namesRole() {
    server.empty(403);

    AccessDeniedException e = get(AccessDeniedException.class);

    assertThat(e.fix().orElseThrow().step()).isEqualTo(RegistrationStep.INSTANCE_ROLE);
    assertThat(e).hasMessageContaining("Data Owner");
    assertThat(ErrorInternals.instance().forThisCaller(e))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void status404OfOtherTenant_isRegistrationError() {
    server.json(404, "Sub-Domain not found").json(404, "Sub-Domain not found\r\n");

    RegistrationException e = get(RegistrationException.class);
    assertThat(e).hasMessageContaining("another tenant");
    assertThat(e.fix().orElseThrow().step()).isEqualTo(RegistrationStep.IDS);
    RegistrationException onDelete =
        Objects.requireNonNull(
            catchThrowableOfType(RegistrationException.class, () -> twins.deleteTwin("room-21")));
    assertThat(onDelete.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "<html><body>404</body></html>",
        "Not Found",
        "{}",
        "[]",
        "null",
        "{\"error\":\"x\"}",
        "{\"error\":{\"message\":\"gateway error\"}}",
        "\"a string\"",
        "{\"error\":{\"code\":\"Trunc"
      })
  void status404WithoutErrorCode_isUnexpectedResponse(String body) {
    server.json(404, body);

    assertThat(get(UnexpectedResponseException.class).status()).isEqualTo(404);
  }

  @Test
  void status412_isFailedPrecondition() {
    server
        .json(412, "{\"error\":{\"code\":\"PreconditionFailed\",\"message\":\"etag\"}}")
        .empty(412);

    PreconditionFailedException e = get(PreconditionFailedException.class);
    assertThat(e.errorCode()).contains("PreconditionFailed");
    assertThat(ErrorInternals.instance().forThisCaller(e))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(get(PreconditionFailedException.class).errorCode()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>412</html>", "{}", "[", "{\"error\":\"x\"}"})
  void status412WithUnreadableBody_isFailedPrecondition(String body) {
    server.json(412, body).json(412, "x".repeat(200_000));

    assertThat(get(PreconditionFailedException.class).status()).isEqualTo(412);
    assertThat(get(PreconditionFailedException.class).status()).isEqualTo(412);
  }

  @Test
  void redirect_namesHost_fixIsEndpoint() {
    server.json(302, "<html></html>", "Location", "https://portal.example/login?token=x");

    assertThat(get(UnexpectedResponseException.class))
        .hasMessageContaining("the host redirects to portal.example, which an instance never does")
        .hasMessageContaining("Check the endpoint")
        .hasMessageNotContaining("token=x");
  }

  @Test
  void misdirectedRequest_fixIsEndpoint() {
    server.json(421, "");

    assertThat(get(UnexpectedResponseException.class))
        .hasMessageContaining("the host is not responsible for this name")
        .hasMessageContaining("Check the endpoint");
  }

  @Test
  void blockPageOfProxy_isUnexpectedResponse() {
    server.json(403, "<html>blocked</html>");
    server.json(302, "", "Location", "https://login.example/");
    server.json(409, "x".repeat(200_000));

    assertThat(get(UnexpectedResponseException.class)).hasMessageNotContaining("blocked");
    assertThat(get(UnexpectedResponseException.class).status()).isEqualTo(302);
    assertThat(get(UnexpectedResponseException.class).status()).isEqualTo(409);
    assertThat(server.web.getRequestCount()).isEqualTo(3);
  }

  @Test
  void serviceMessage_isOneLineOfBoundedLength() {
    server.json(
        400,
        "{\"error\":{\"code\":\"A\\nB\",\"message\":\"first\\r\\nsecond"
            + " x".repeat(2500)
            + "\"}}");

    DigitalTwinsException e = get(DigitalTwinsException.class);

    assertThat(e.getMessage()).contains("first second").doesNotContain("\n").hasSizeLessThan(1300);
    assertThat(e.errorCode()).contains("A B");
  }

  @Test
  void longIdWithLineBreaks_isOneShortLine() {
    server.json(404, NOT_FOUND);

    NotFoundException e =
        Objects.requireNonNull(
            catchThrowableOfType(
                NotFoundException.class,
                () -> twins.getTwin("a\n" + "b".repeat(2000), JsonObject.class)));

    assertThat(e.getMessage()).contains("'a bbb").doesNotContain("\n").hasSizeLessThan(500);
    assertThat(ErrorInternals.instance().forThisCaller(e)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void message_doesNotContainToken() {
    server.json(401, "{ \"statusCode\": 401, \"message\": \"Unauthorized\" }");
    twins = server.builder().build().client(TwinsServer.tokens("s3cret-token"));

    assertThat(get(RegistrationException.class).toString()).doesNotContain("s3cret-token");
  }
}
