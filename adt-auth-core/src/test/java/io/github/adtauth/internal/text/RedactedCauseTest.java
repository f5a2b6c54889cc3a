package io.github.adtauth.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedCauseTest {
  static IOException[] failuresOfSockets() {
    return new IOException[] {
      new ConnectException("Failed to connect to /127.0.0.1:9"),
      new UnknownHostException("contoso.example"),
      new UnknownHostException("contoso.example: Temporary failure in name resolution"),
      new UnknownHostException("_a.b.: nodename nor servname provided, or not known"),
      new UnknownHostException("No such host is known (contoso.example)"),
      new NoRouteToHostException("No route to host"),
      new SocketTimeoutException("timeout"),
      new SocketException("Network is unreachable"),
      new BindException("Cannot assign requested address"),
      new PortUnreachableException("Port unreachable"),
      new InterruptedIOException("interrupted"),
      new SocketException()
    };
  }

  @ParameterizedTest
  @MethodSource("failuresOfSockets")
  void socketFailure_keepsTypeAndMessage(IOException failure) {
    IOException copy = RedactedCause.of(failure);

    assertThat(copy).hasSameClassAs(failure).isNotSameAs(failure);
    assertThat(copy.getMessage()).isEqualTo(failure.getMessage());
    assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
  }

  @Test
  void socketFailure_isSanitized() {
    assertThat(RedactedCause.of(new SocketException("a\u001b[31mb\nWARN")))
        .hasMessageMatching("a[^\\p{Cntrl}]*b WARN");
  }

  @Test
  void otherFailure_keepsTypeNameAndStackTrace() {
    Throwable failure = new SSLPeerUnverifiedException("secret");
    failure.initCause(new IllegalArgumentException("secret", new SocketTimeoutException("late")));
    failure.addSuppressed(new IOException("secret", new IOException("secret")));

    IOException copy = RedactedCause.of(failure);

    assertThat(copy)
        .hasMessage("javax.net.ssl.SSLPeerUnverifiedException")
        .hasRootCauseInstanceOf(SocketTimeoutException.class);
    assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(copy.getCause()).hasMessage("java.lang.IllegalArgumentException");
    assertThat(copy.getSuppressed()).hasSize(1);
    assertThat(copy).hasStackTraceContaining("java.io.IOException");
    assertThat(copy.getSuppressed()[0].getCause()).hasMessage("java.io.IOException");
    assertThat(copy.getSuppressed()[0]).hasMessage("java.io.IOException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "q8Q~Z7vX: Name or service not known",
        "host: q8Q~Z7vXsecret",
        "host: eyJhbGciOi",
        "two words",
        "a\nb",
        "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsIng1dCI6IjEyMzQ1Njc4OTAxMjM0NTY3ODkwIn0.e30.x"
      })
  void unknownHostWithInvalidName_isRedacted(String message) {
    assertThat(RedactedCause.of(new UnknownHostException(message)))
        .isExactlyInstanceOf(UnknownHostException.class)
        .hasMessage(null);
    String longName = "a.".repeat(200);
    assertThat(RedactedCause.of(new UnknownHostException(longName))).hasMessage(null);
  }

  /** A token may look like a host name. */
  @Test
  void unknownHostReadFromJson_isRedacted() {
    TypeAdapter<InetAddress> failing =
        new TypeAdapter<>() {
          @Override
          public void write(JsonWriter out, InetAddress value) {}

          @Override
          public InetAddress read(JsonReader in) throws IOException {
            throw new UnknownHostException(in.nextString());
          }
        };
    Gson gson = new GsonBuilder().registerTypeAdapter(InetAddress.class, failing).create();
    Throwable failure = catchThrowable(() -> gson.fromJson("\"opensesame\"", InetAddress.class));

    assertThat(failure).hasStackTraceContaining("opensesame");
    assertThat(RedactedCause.of(failure))
        .hasCauseExactlyInstanceOf(UnknownHostException.class)
        .extracting(copy -> Throwables.getStackTrace(copy))
        .asString()
        .doesNotContain("opensesame");
  }

  @Test
  void subclassOfSocketFailure_isRedacted() {
    assertThat(RedactedCause.of(new SocketException("secret") {}))
        .isNotInstanceOf(SocketException.class)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void circularCauses_areCutOff() {
    Exception one = new Exception("one");
    Exception two = new Exception("two", one);
    one.initCause(two);

    int depth = 0;
    for (Throwable at = RedactedCause.of(one); at != null; at = at.getCause()) {
      depth++;
    }
    assertThat(depth).isEqualTo(8);
    assertThat(RedactedCause.ofNullable(null)).isNull();
  }
}
