package io.github.adtauth.internal.signin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.AdtException;
import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fuzz test of requests to the loopback listener. */
public class LoopbackFuzzTest extends LoopbackListenerFixture {
  private static final int LIMIT = 16 * 1024;

  @TestFactory
  Stream<DynamicTest> requestParsing() {
    return loopback(LoopbackFuzzTest::fuzzerTestOneInput).tests();
  }

  @TestFactory
  Stream<DynamicTest> requestsWithoutState() {
    return Stream.concat(
        loopback(this::checkRejected).oneIn(3).tests(),
        Stream.of(DynamicTest.dynamicTest("then the browser comes", this::checkCodeIsAccepted)));
  }

  private static Fuzz loopback(Fuzz.Property property) {
    return Fuzz.of("loopback", property)
        .words("Content-Length: ", "Transfer-Encoding: chunked", "Host: ", "\r\n\r\n", "&state=")
        .words("code=", "error=", "POST / HTTP/1.1\r\n", "%0d%0a", "&", "+");
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String sent = new String(input, ISO_8859_1);
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    LoopbackRequest request;
    try {
      request = LoopbackRequest.read(in);
    } catch (IOException e) {
      Shown.check(e);
      return;
    }
    int head = sent.indexOf("\r\n\r\n") + 4;
    int end = sent.length() - in.available();
    assertThat(sent).startsWith(request.method() + " " + request.target() + " HTTP/1.");
    assertThat(head).isLessThanOrEqualTo(LIMIT);
    assertThat(request.body()).isEqualTo(sent.substring(head, end)).hasSizeLessThan(LIMIT + 1);
    assertThat(request.headers().getOrDefault("content-length", "0"))
        .satisfies(
            length -> assertThat(Integer.parseInt(length)).isEqualTo(request.body().length()));
    assertThat(request.headers()).doesNotContainKey("transfer-encoding");
    Shown.check(request.toString());
    Map<String, String> form = request.form();
    if (form != null) {
      assertThat(form).hasSize(request.body().split("&", -1).length);
      checkDisplayed(form);
    }
  }

  private static void checkDisplayed(Map<String, String> form) {
    AuthorizationResponse response =
        AuthorizationResponse.of(
            form.get("code"), form.get("error"), form.get("error_description"));
    if (response != null) {
      Shown.check(response.toString());
      try {
        assertThat(response.code()).isEqualTo(form.get("code"));
      } catch (AdtException e) {
        Shown.check(e);
      }
    }
  }

  private void checkRejected(byte[] input) {
    String response;
    try {
      response = raw(new String(input, ISO_8859_1).replace("{port}", String.valueOf(port())), true);
    } catch (IOException e) {
      return; // The listener closed the connection before it read everything.
    }
    assertThat(response)
        .isIn(
            new String(LoopbackPage.BAD_REQUEST.response(), ISO_8859_1),
            new String(LoopbackPage.NOT_FOUND.response(), ISO_8859_1),
            "");
  }

  private void checkCodeIsAccepted() throws IOException {
    assertThat(raw(request("code=right&state=" + STATE))).contains("You are signed in");
    assertThat(receivedCode()).isEqualTo("right");
  }
}
