package io.github.adtauth.internal.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Clock;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenErrorResponseTest {
  @Test
  void errorOfEntra_isParsed() {
    TokenErrorResponse body =
        parse(
            """
            {"error":"invalid_grant","error_description":"AADSTS50013: Bad.\\r\\nTrace ID: x",
             "error_codes":[50013,7],"suberror":"bad_token","timestamp":"2026-01-01 00:00:00Z",
             "trace_id":"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
             "correlation_id":"12345678-9abc-def0-1234-56789abcdef0",
             "claims":"{\\"access_token\\":{\\"nbf\\":{\\"value\\":\\"1\\"}}}","more":[{}]}""");

    assertThat(body.error()).isEqualTo("invalid_grant");
    assertThat(body.description()).isEqualTo("AADSTS50013: Bad.");
    assertThat(body.codes()).containsExactly(50013, 7);
    assertThat(body.suberror()).isEqualTo("bad_token");
    assertThat(body.timestamp()).isEqualTo("2026-01-01 00:00:00Z");
    assertThat(body.traceId()).isEqualTo("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
    assertThat(body.correlationId()).isEqualTo("12345678-9abc-def0-1234-56789abcdef0");
    assertThat(body.claims()).isEqualTo("{\"access_token\":{\"nbf\":{\"value\":\"1\"}}}");
  }

  static Stream<String> otherBodies() {
    return Stream.of(
        "",
        " ",
        "null",
        "true",
        "7",
        "\"error\"",
        "[]",
        "{}",
        "[{\"error\":\"x\"}]",
        "{\"error\":7}",
        "{\"error\":null}",
        "{\"error\":{\"code\":\"InvalidRequest\"}}",
        "{\"error\":[\"x\"]}",
        "{\"error\":\"x\"",
        "{\"error\":\"x\"} trailing",
        "{error:'x'}",
        "<!DOCTYPE html><html><body>502</body></html>",
        "\u0000\ud800\uffff",
        "{\"error\":\"x\",\"a\":" + "[".repeat(500_000),
        "{\"error\":\"x\",\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}",
        "{\"a\":".repeat(200_000),
        "x".repeat(1 << 20),
        "{\"error\":\"x\",\"a\":\"" + "y".repeat(2 << 20) + "\"}");
  }

  @ParameterizedTest
  @MethodSource("otherBodies")
  void otherBody_isNotParsed(String body) {
    assertThat(TokenErrorResponse.parse(body)).isNull();
  }

  @Test
  void randomBody_neverThrows() {
    Random random = new Random(7);
    String alphabet = "{}[]\":,\\u0e1-+.ntf error_codes'\u0000é";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder body = new StringBuilder("{\"error\":\"x\",");
      for (int n = random.nextInt(30); n > 0; n--) {
        body.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      TokenErrorResponse.parse(body.append('}').toString());
    }
  }

  @Test
  void membersOfWrongType_areOmitted() {
    TokenErrorResponse body =
        parse(
            """
            {"error":"invalid_grant","error_description":{},"error_codes":["50013",-1,1.5,null,[],
             99999999999],"suberror":7,"trace_id":"x","correlation_id":[],"claims":[],
             "timestamp":"yesterday"}""");

    assertThat(body)
        .isEqualTo(
            new TokenErrorResponse(
                "invalid_grant", null, null, java.util.List.of(50013), null, null, null, null));
  }

  @Test
  void missingCodes_areReadFromDescription() {
    assertThat(
            parse("{\"error\":\"x\",\"error_description\":\"AADSTS65001: and AADSTS7\"}").codes())
        .containsExactly(65001);
    assertThat(parse("{\"error\":\"x\",\"error_codes\":7}").codes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "two words",
        "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9",
        "line\nbreak",
        "<script>",
        "0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void malformedErrorName_isStillRejection(String error) {
    JsonObject json = new JsonObject();
    json.addProperty("error", error);
    json.addProperty("suberror", error);

    TokenErrorResponse body = parse(json.toString());

    assertThat(body.error()).isEqualTo(TokenErrorResponse.UNREADABLE);
    assertThat(body.suberror()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln",
        "0.AXoAy1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6.AgABAAEAAAD--DLA3VO7QrddgJg7Wevr",
        "M.C540_BAY.0.U.-Cq!AbCdEfGhIjKlMnOpQrSt*UvWxYz0123$$",
        "abC8Q~dEfGhIjKlMnOpQrStUvWxYz01234567890",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ+/==",
        "eyJhbGciOiJub\u200BeyJzdWIiOiJhIn0eyJzdWIiOiJhIn0",
        "eyJhbGciOiJub25lIn0.e30.",
        "client_secret=short!",
        "code: short!",
      })
  void secretInDescription_isRedacted(String secret) {
    JsonObject json = new JsonObject();
    json.addProperty("error", "invalid_client");
    json.addProperty(
        "error_description",
        "AADSTS7000215: Invalid client secret '" + secret + "' given.\u0007\r\n" + secret);

    String all =
        parse(json.toString())
            + TokenErrorMapper.toException(
                    GrantType.CLIENT_CREDENTIALS,
                    401,
                    Headers.of(),
                    json.toString(),
                    Clock.systemUTC())
                .toString();

    assertThat(all).contains("AADSTS7000215", "…").doesNotContain(secret, "\u0007", "\n");
    for (String part : secret.replaceAll("^.*[=:] ?", "").split("[^A-Za-z0-9]+", -1)) {
      if (part.length() > 3) {
        assertThat(all).doesNotContain(part);
      }
    }
  }

  @Test
  void longDescription_isRedactedThenTruncated() {
    String text =
        "word ".repeat(37) + "0123456789abcdefABCDEF0123456789abcdef " + "end ".repeat(50);

    String line = displayed(text);

    assertThat(line).hasSizeLessThanOrEqualTo(200).endsWith("…").doesNotContain("0123");
    assertThat(displayed("😀".repeat(150))).hasSizeLessThanOrEqualTo(200).doesNotContain("\ud83d…");
  }

  @Test
  void hostileDescription_isProcessedQuickly() {
    String word = "secretsecretsecretsecretsecre ".repeat(30_000);

    assertThat(displayed(word)).hasSizeLessThanOrEqualTo(200);
    assertThat(displayed("\u0000\n\u202e")).isNull();
  }

  private static @Nullable String displayed(String description) {
    JsonObject json = new JsonObject();
    json.addProperty("error", "x");
    json.addProperty("error_description", description);
    return parse(json.toString()).description();
  }

  private static TokenErrorResponse parse(String body) {
    return Objects.requireNonNull(TokenErrorResponse.parse(body));
  }
}
