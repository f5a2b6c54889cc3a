package io.github.adtauth.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fuzz tests of {@link RetryAfter}: every header yields a bounded delay or none. */
public class RetryAfterFuzzTest {
  private static final Duration MAX_DELAY = Duration.ofSeconds(999_999_999);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TestFactory
  Stream<DynamicTest> retryAfter() {
    return Fuzz.of("retry-after", RetryAfterFuzzTest::fuzzerTestOneInput)
        .words("GMT", "31 Dec ", "9999", "292278994", "23:59:60", "-0001", "Mon, ", "0000000000")
        .tests();
  }

  /** The first line is {@code Retry-After}, the second {@code Date}. */
  public static void fuzzerTestOneInput(byte[] input) {
    String[] lines = new String(input, UTF_8).split("\n", -1);
    Headers.Builder headers = new Headers.Builder();
    headers.addUnsafeNonAscii("Retry-After", withoutLineBreaks(lines[0]));
    if (lines.length > 1 && !lines[1].isEmpty()) {
      headers.addUnsafeNonAscii("Date", withoutLineBreaks(lines[1]));
    }
    Duration delay = RetryAfter.parse(headers.build(), Clock.fixed(NOW, ZoneOffset.UTC));
    if (delay != null) {
      assertThat(delay).isBetween(Duration.ZERO, MAX_DELAY);
    }
    String text = lines[0].strip();
    if (text.matches("[0-9]{1,9}")) {
      assertThat(delay).isEqualTo(Duration.ofSeconds(Long.parseLong(text)));
    }
    assertThat(RetryAfter.parse(new Headers.Builder().build(), Clock.systemUTC())).isNull();
  }

  private static String withoutLineBreaks(String line) {
    return line.replaceAll("[\\x00\\r\\n]", "");
  }
}
