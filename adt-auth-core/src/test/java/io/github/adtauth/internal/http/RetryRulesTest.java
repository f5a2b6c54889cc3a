package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.testkit.MutableClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link RetryRules}, {@link RetryPolicy} and {@link RetryAfter}. */
class RetryRulesTest {
  private static final Request GET = new Request.Builder().url("https://r/").build();
  private static final Request POST = GET.newBuilder().post(RequestBody.EMPTY).build();
  private static final Request ONE_SHOT = GET.newBuilder().put(new Stream(true, false)).build();
  private static final Request DUPLEX = GET.newBuilder().put(new Stream(false, true)).build();

  private static final class Stream extends RequestBody {
    private final boolean oneShot;
    private final boolean duplex;

    Stream(boolean oneShot, boolean duplex) {
      this.oneShot = oneShot;
      this.duplex = duplex;
    }

    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public void writeTo(BufferedSink sink) {}

    @Override
    public boolean isOneShot() {
      return oneShot;
    }

    @Override
    public boolean isDuplex() {
      return duplex;
    }
  }

  @Test
  void reason_isStatus() {
    assertThat(RetryRules.OF_METHODS.retryReason(POST, 429)).isEqualTo("429");
    assertThat(RetryRules.OF_METHODS.retryReason(GET, 503)).isEqualTo("503");
    assertThat(RetryRules.OF_METHODS.retryReason(GET, 404)).isNull();
  }

  @Test
  void unsentRequest_isRetriedWhateverMethod() {
    for (IOException failure :
        new IOException[] {
          new ConnectException("closed port"),
          new UnknownHostException("r"),
          new NoRouteToHostException("r")
        }) {
      assertThat(RetryRules.OF_METHODS.retryReason(POST, failure)).isEqualTo("not reachable");
      assertThat(RetryRules.OF_METHODS.retryReason(ONE_SHOT, failure)).isNull();
      assertThat(RetryRules.isLostConnection(failure)).isFalse();
    }
  }

  @Test
  void lostConnection_isRetriedIfSafe() {
    for (IOException failure :
        new IOException[] {new SocketException("reset"), new SocketTimeoutException("read")}) {
      assertThat(RetryRules.OF_METHODS.retryReason(GET, failure)).isEqualTo("connection lost");
      assertThat(RetryRules.OF_METHODS.retryReason(POST, failure)).isNull();
      assertThat(RetryRules.OF_METHODS.retryReason(ONE_SHOT, failure)).isNull();
    }
    assertThat(RetryRules.isLostConnection(new SocketException("reset"))).isTrue();
    assertThat(RetryRules.isLostConnection(new SocketTimeoutException("read"))).isFalse();
  }

  @Test
  void certificateErrorAndTimeout_areNotRetried() {
    for (IOException failure :
        new IOException[] {
          new SSLHandshakeException("untrusted"), new InterruptedIOException("timeout")
        }) {
      assertThat(RetryRules.OF_METHODS.retryReason(GET, failure)).isNull();
      assertThat(RetryRules.isLostConnection(failure)).isFalse();
    }
  }

  @Test
  void tokenFailure_isRetriedIfRetryable() {
    IOException busy =
        new AuthenticatedCallException(new UnavailableException(ErrorDetails.of("busy")));
    IOException rejected =
        new AuthenticatedCallException(new CredentialException(ErrorDetails.of("wrong secret")));
    assertThat(RetryRules.OF_METHODS.retryReason(POST, busy)).isEqualTo("no token");
    assertThat(RetryRules.OF_METHODS.retryReason(ONE_SHOT, busy)).isNull();
    assertThat(RetryRules.OF_METHODS.retryReason(GET, rejected)).isNull();
    assertThat(RetryRules.isLostConnection(busy)).isFalse();
  }

  @Test
  void unreplayableBody_isNotSentAgain() {
    for (Request request : new Request[] {ONE_SHOT, DUPLEX}) {
      assertThat(RetryRules.OF_METHODS.retryReason(request, 429)).isNull();
      assertThat(RetryRules.OF_METHODS.retryReason(request, 503)).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, If-Match, false",
    "PUT, If-None-Match, false",
    "DELETE, If-Match, false",
    "PUT, Accept, true",
    "DELETE, Accept, true",
    "GET, If-None-Match, true",
  })
  void conditionalWrite_isNotRetried(String method, String header, boolean retried) {
    Request request =
        GET.newBuilder()
            .method(method, method.equals("PUT") ? RequestBody.EMPTY : null)
            .header(header, "*")
            .build();
    assertThat(RetryRules.OF_METHODS.retryReason(request, 503) != null).isEqualTo(retried);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 0", "11, 0, 0", "0, -1, 0", "0, 0, -1"})
  void invalidPolicy_isRejected(int retries, int first, int max) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RetryPolicy(retries, Duration.ofMillis(first), Duration.ofMillis(max)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void policyWithUpToTenRetries_isValid(int retries) {
    assertThat(new RetryPolicy(retries, Duration.ZERO, Duration.ZERO).retries()).isEqualTo(retries);
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "9, PT9S",
    "' 7 ', PT7S",
    "999999999, PT277777H46M39S",
    "'Mon, 23 Nov 2026 06:00:09 GMT', PT9S",
    "'Mon, 23 Nov 2026 06:00:00 GMT', PT0S",
    "'Mon, 23 Nov 2026 05:00:00 GMT', PT0S",
    "'Fri, 31 Dec 9999 23:59:59 GMT', PT8760H",
    "1000000000,",
    "/1,",
    "1:,",
    "-1,",
  })
  void retryAfter_isSecondsOrDate(String header, Duration expected) {
    MutableClock clock = new MutableClock(Instant.parse("2026-11-23T06:00:00Z"));
    assertThat(RetryAfter.parse(Headers.of("Retry-After", header), clock)).isEqualTo(expected);
  }

  @Test
  void missingRetryAfter_isNull() {
    MutableClock clock = new MutableClock(Instant.EPOCH);
    assertThat(RetryAfter.parse(Headers.of(), clock)).isNull();
    assertThat(RetryAfter.parse(Headers.of("Retry-After", ""), clock)).isNull();
  }
}
