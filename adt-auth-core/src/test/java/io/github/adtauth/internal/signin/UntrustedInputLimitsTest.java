package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.internal.entra.DirectExecutorService;
import io.github.adtauth.internal.entra.Pkce;
import io.github.adtauth.internal.entra.TokenErrorResponse;
import io.github.adtauth.internal.oauth.JwtClaims;
import io.github.adtauth.internal.onbehalfof.InboundToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the limits of parsers of untrusted input, and that errors do not quote it. */
class UntrustedInputLimitsTest {
  private static LoopbackRequest request(String text) throws IOException {
    return LoopbackRequest.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static LoopbackRequest form(String body) throws IOException {
    return request("POST / HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  @Test
  void codesAndStates_areNotPrinted() throws IOException {
    AuthorizationResponse code = AuthorizationResponse.of("c0de", null, null);
    assertThat(code).hasToString("AuthorizationResponse[code]");
    assertThat(code.succeeded()).isTrue();
    AuthorizationResponse rejected = AuthorizationResponse.of(null, "access_denied", "no");
    assertThat(rejected).hasToString("AuthorizationResponse[access_denied]");
    assertThat(rejected.succeeded()).isFalse();
    assertThat(form("code=c0de")).hasToString("LoopbackRequest[POST]");
    Pkce pkce = Pkce.generate();
    assertThat(pkce.toString()).isNotEmpty().doesNotContain(pkce.verifier());
    assertThat(new InboundToken(null, Instant.EPOCH, Instant.EPOCH))
        .hasToString("InboundToken[expires 1970-01-01T00:00:00Z]");
  }

  @Test
  void formWithDuplicateParameter_isMalformed() throws IOException {
    assertThat(form("a=1&b&c=x%20y%3D").form())
        .containsEntry("a", "1")
        .containsEntry("b", "")
        .containsEntry("c", "x y=");
    assertThat(form("a=1&a=1").form()).isNull();
    assertThat(form("a=%zz").form()).isNull();
  }

  @Test
  void duplicateHostHeader_isInvalid() throws IOException {
    LoopbackRequest twice = request("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    assertThat(twice.header("host")).isEqualTo("a,b");
  }

  @Test
  void headAndBody_areLimitedTo16Kilobytes() throws IOException {
    String start = "POST / HTTP/1.1\r\nX: ";
    int end = "\r\n\r\n".length();
    String head = start + "y".repeat((16 << 10) - start.length() - end) + "\r\n\r\n";
    assertThat(request(head).header("x")).startsWith("y");
    String longer = start + "y" + head.substring(start.length());
    assertThatThrownBy(() -> request(longer)).hasMessage("too large");
    assertThat(form("y".repeat(16 << 10)).body()).hasSize(16 << 10);
    String larger = "y".repeat((16 << 10) + 1);
    assertThatThrownBy(() -> form(larger)).hasMessage("too large");
  }

  private static String jwt(String claims, String signature) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString("{}".getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + "."
        + signature;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ü", "a b", "a=", "a+b", "a/b", "a\n"})
  void malformedSignature_isRejected(String signature) {
    assertThat(JwtClaims.parse(jwt("{}", signature))).isNull();
    assertThat(JwtClaims.parse(jwt("{}", "azAZ09-_"))).isNotNull();
  }

  @Test
  void inboundToken_isLimitedTo64Kilobytes() {
    String start = jwt("{}", "");
    String full = start + "s".repeat((64 << 10) - start.length());
    assertThat(JwtClaims.parse(full)).isNotNull();
    assertThat(JwtClaims.parse(full + "s")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00Z",
    "1.9, 1970-01-01T00:00:01Z",
    "253402300799, 9999-12-31T23:59:59Z",
    "253402300800,",
    "-1,",
    "'\"1\"',",
    "null,",
  })
  void expiry_isLimitedToYear9999(String value, Instant expected) {
    JwtClaims claims = JwtClaims.parse(jwt("{\"exp\":" + value + "}", "AAAA"));
    InboundToken token = InboundToken.from(claims, "t");
    assertThat(token == null ? null : token.expiresAt()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "0, 5", "-1, 5", "'\"x\"', 5", "3600, 3600", "3601, 3600"})
  void pollingInterval_isBounded(String interval, long seconds) {
    DeviceAuthorizationResponse read =
        DeviceAuthorizationResponse.parse(
            "{\"verification_uri\":\"https://x/\",\"user_code\":\"U\",\"device_code\":\"D\","
                + "\"expires_in\":60,\"interval\":"
                + interval
                + "}");
    assertThat(read.interval()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(read.timeLeft()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void errorCodes_areLimitedTo16() {
    String many = "1,".repeat(20) + "2";
    TokenErrorResponse body =
        TokenErrorResponse.parse("{\"error\":\"x\",\"error_codes\":[" + many + "]}");
    assertThat(body.codes()).hasSize(16);
  }

  /** MSAL4J gets the executor and must not be able to shut it down. */
  @Test
  void directExecutor_neverTerminates() throws InterruptedException {
    DirectExecutorService.INSTANCE.shutdown();
    assertThat(DirectExecutorService.INSTANCE.isShutdown()).isFalse();
    assertThat(DirectExecutorService.INSTANCE.isTerminated()).isFalse();
    assertThat(DirectExecutorService.INSTANCE.awaitTermination(0, TimeUnit.SECONDS)).isFalse();
    Thread[] ran = new Thread[1];
    DirectExecutorService.INSTANCE.execute(() -> ran[0] = Thread.currentThread());
    assertThat(ran[0]).isSameAs(Thread.currentThread());
  }
}
