package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import io.github.adtauth.UnexpectedAnswerException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

/** An instance that sends back the token it was sent gets it into no exception. */
class UnquotedExceptionTest extends TwinsServerFixture {
  private static final String TOKEN = "eyJ0b2tlbg.eyJzZWNyZXQi.c2lnbmF0dXJl";

  record Room(String name, double temperature) {}

  private static void assertUnquoted(Throwable failure) {
    assertThat(failure).isInstanceOf(UnexpectedAnswerException.class);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(TOKEN).doesNotContain(TOKEN.substring(4, 20));
  }

  @Test
  void inAFieldOfAnotherType() {
    String twin = "{\"$dtId\":\"a\",\"temperature\":\"" + TOKEN + "\"}";
    server.json(200, twin).json(200, "{\"value\":[" + twin + "]}");

    assertUnquoted(catchThrowable(() -> twins.getTwin("a", Room.class)));
    assertUnquoted(
        catchThrowable(
            () ->
                List.of(
                    twins
                        .query(TwinQuery.of("SELECT * FROM digitaltwins"), Room.class)
                        .iterator()
                        .next())));
  }

  @Test
  void inANameOfALargeAnswerThatIsNoJson() {
    server.json(200, "{\"a\":\"" + "x".repeat(20_000) + "\",\"" + TOKEN + "\":{]}");

    assertUnquoted(catchThrowable(() -> twins.getTwin("a", JsonObject.class)));
  }

  @Test
  void inTheLengthOfAChunk() {
    server.web.enqueue(
        new MockResponse.Builder()
            .code(200)
            .body("5" + TOKEN + "\r\nhello\r\n0\r\n\r\n")
            .removeHeader("Content-Length")
            .setHeader("Transfer-Encoding", "chunked")
            .build());

    assertUnquoted(catchThrowable(() -> twins.getTwin("a", JsonObject.class)));
  }

  @Test
  void theKindOfFaultAndItsPlaceAreKept_onlyTheWordsAreNot() {
    Throwable deep = new IllegalStateException("a", new IllegalArgumentException("b"));
    UnquotedException unquoted = UnquotedException.of(deep);

    assertThat(unquoted).hasMessage("java.lang.IllegalStateException");
    assertThat(unquoted.getStackTrace()).isEqualTo(deep.getStackTrace());
    assertThat(unquoted).hasRootCauseMessage("java.lang.IllegalArgumentException");
    assertThat(UnquotedException.of(null)).isNull();
  }

  @Test
  void aCircleOfCauses_ends() {
    Exception one = new Exception("one");
    Exception two = new Exception("two", one);
    one.initCause(two);

    int depth = 0;
    for (Throwable at = UnquotedException.of(one); at != null; at = at.getCause()) {
      depth++;
    }
    assertThat(depth).isEqualTo(8);
  }
}
