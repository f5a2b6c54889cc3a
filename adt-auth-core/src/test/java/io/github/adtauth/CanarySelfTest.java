package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Verifies that the leak test detects a planted secret in every output channel and encoding. */
class CanarySelfTest {
  private static final String SHORT = "s3Cr~t/p+ss=";
  private static final String JWT =
      "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJvaWQiOiIzZjI1MDRlMC00Zjg5In0"
          + ".c2lnbmF0dXJlLW9mLXRoZS1jYW5hcnktMDEyMzQ1Njc4OQ";
  private static final Logger LOG = LoggerFactory.getLogger("careless");

  private final Canary canary = new Canary();

  CanarySelfTest() {
    canary.mark("short", SHORT);
    canary.mark("token", JWT);
  }

  @AfterEach
  void close() {
    canary.close();
  }

  @Test
  void noPlantedSecret_nothingIsReported() {
    LOG.trace("a line with the header of all tokens, {}", JWT.substring(0, 36));
    canary.collect("exception", new IllegalStateException("no secret", new IOException("none")));
    canary.collectObject("object", AccessToken.of("another.token", Instant.MAX));
    assertThat(canary.leaks()).isEmpty();
    assertThat(canary.holders()).isEmpty();
  }

  @Test
  void everyEncoding_isFound() {
    String payload = JWT.substring(37);
    for (String form :
        List.of(
            SHORT,
            "prefix" + SHORT + "suffix",
            URLEncoder.encode(SHORT, StandardCharsets.UTF_8),
            "s3Cr~t/p+ss\\u003d",
            base64("Basic " + SHORT + ":x"),
            base64("x" + SHORT),
            base64("xx" + SHORT),
            Base64.getUrlEncoder().encodeToString(SHORT.getBytes(StandardCharsets.UTF_8)),
            payload,
            payload.substring(0, 20),
            payload.substring(7, 30),
            JWT.substring(JWT.lastIndexOf('.') + 1),
            JWT.substring(JWT.lastIndexOf('.') + 1).substring(0, 20),
            base64("Bearer " + JWT),
            base64("{\"a\":\"" + JWT))) {
      assertThat(canary.marks.in(form)).as(form).hasSize(1);
      assertThat(canary.marks.in(form.getBytes(StandardCharsets.UTF_8))).as(form).hasSize(1);
      assertThat(canary.marks.in(("x" + form).getBytes(StandardCharsets.UTF_16LE))).hasSize(1);
      assertThat(canary.marks.in(("x" + form).getBytes(StandardCharsets.UTF_16BE))).hasSize(1);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyPartOfLogEvent_isSearched() {
    LOG.trace("message {}", SHORT);
    LoggerFactory.getLogger("arguments").trace("no place for it", SHORT);
    LoggerFactory.getLogger("thrown").warn("x", new IOException("x", new IOException(SHORT)));
    LoggerFactory.getLogger("pairs").atTrace().addKeyValue("key", SHORT).log("x");
    MDC.put("key", SHORT);
    LoggerFactory.getLogger("mdc").trace("x");
    MDC.remove("key");
    java.util.logging.Logger.getLogger("jul").finest(SHORT);
    assertThat(canary.leaks())
        .containsExactlyInAnyOrder(
            "short in log of careless",
            "short in log of arguments",
            "short in log of thrown",
            "short in flight recording of java.io.IOException",
            "short in log of pairs",
            "short in log of mdc",
            "short in log of jul");
  }

  @Test
  void consoleThreadsAndMeters_areSearched() throws InterruptedException {
    System.out.println(SHORT);
    System.err.println(JWT);
    canary.meters.counter("calls", "principal", SHORT).increment();
    Thread thread = new Thread(() -> canary.collect("nothing", ""), SHORT);
    thread.start();
    thread.join();
    Set<String> leaks = new TreeSet<>(canary.leaks());
    // Each event contains its thread, which may also wait for a lock or load classes.
    leaks.removeIf(
        leak ->
            leak.startsWith("short in flight recording of jdk.")
                && !leak.endsWith("ThreadStart")
                && !leak.endsWith("ThreadEnd"));
    assertThat(leaks)
        .containsExactlyInAnyOrder(
            "short in standard output",
            "token in standard output",
            "short in meter",
            "short in flight recording of jdk.ThreadStart", // the thread itself is gone
            "short in flight recording of jdk.ThreadEnd");
  }

  @Test
  void everyPartOfException_isSearched() {
    Throwable outer = new IllegalStateException("x");
    Throwable suppressed = new IOException("x", new IOException(SHORT));
    outer.addSuppressed(suppressed);
    canary.collect("suppressed", outer);
    canary.collect("field", new Careless(SHORT));
    canary.collect("localized", new Localized());
    assertThat(canary.leaks())
        .containsExactlyInAnyOrder(
            "short in suppressed",
            "short in suppressed, serialized",
            "short in field, serialized",
            "short in flight recording of java.io.IOException",
            "short in localized");
  }

  @Test
  void caughtException_isInFlightRecording() {
    try {
      Integer.parseInt(SHORT);
    } catch (NumberFormatException e) {
      assertThat(canary.leaks())
          .containsExactly("short in flight recording of java.lang.NumberFormatException");
    }
  }

  @Test
  void library_definesNoFlightRecorderEvents() {
    assertThat(FlightRecorder.getFlightRecorder().getEventTypes())
        .as("FlightRecording would have to enable them")
        .noneMatch(type -> type.getName().contains("adtauth"));
  }

  @Test
  void fieldWithSecret_isFoundAtAnyDepth() {
    Secret secret = Secret.of(SHORT);
    canary.collectObject(
        "x", Map.of("a", List.of(Optional.of(new AtomicReference<>(new Object[] {secret})))));
    canary.collectObject(
        "y", new ProtectedResource(java.net.URI.create("https://a.example/"), JWT));
    canary.collectObject("z", java.nio.CharBuffer.wrap(JWT));
    assertThat(canary.holders())
        .containsExactlyInAnyOrder("Secret.value", "ProtectedResource.scope", "z");
    assertThat(canary.collectedTypes())
        .containsExactlyInAnyOrder(Secret.class, ProtectedResource.class);
    assertThat(canary.leaks()).containsExactly("token in toString of ProtectedResource");
  }

  private static final class Careless extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("unused")
    private final String rejected;

    Careless(String rejected) {
      super("x");
      this.rejected = rejected;
    }
  }

  private static final class Localized extends RuntimeException {
    private static final long serialVersionUID = 1;

    Localized() {
      super("x");
    }

    @Override
    public String getLocalizedMessage() {
      return SHORT;
    }
  }
}
