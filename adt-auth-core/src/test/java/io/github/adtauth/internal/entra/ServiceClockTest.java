package io.github.adtauth.internal.entra;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.TestTiming;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Tests the clock that follows the {@code Date} header of the token service. */
class ServiceClockTest {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final ManualTime time = new ManualTime();
  private final ServiceClock clock = new ServiceClock(TestTiming.of(time));

  private Instant local() {
    return time.clock().instant();
  }

  private Duration offset() {
    return Duration.between(local(), clock.now());
  }

  /** Records a response of a service whose clock is ahead of the local one. */
  private void respond(Duration ahead) {
    respond(DATE.format(local().plus(ahead)));
  }

  private void respond(String date) {
    clock.record(Headers.of("Date", date), TestTiming.of(time).ticker().getAsLong());
  }

  @Test
  void clockWithoutResponse_isLocal() {
    assertThat(clock.isKnown()).isFalse();
    assertThat(clock.now()).isEqualTo(local());
  }

  @ParameterizedTest
  @ValueSource(longs = {30, -30, 6, -6, 599, -599})
  void offset_isAccurateToOneSecond(long seconds) {
    respond(Duration.ofSeconds(seconds));
    assertThat(clock.isKnown()).isTrue();
    assertThat(offset()).isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 1));
  }

  @Test
  void accurateClock_isNotCorrectedByFraction() {
    for (int i = 0; i < 20; i++) {
      time.advance(Duration.ofMillis(137));
      respond(Duration.ZERO);
      assertThat(offset()).isZero();
    }
  }

  @Test
  void slowResponse_doesNotCorrectAccurateClock() {
    long sentAt = TestTiming.of(time).ticker().getAsLong();
    Headers headers = Headers.of("Date", DATE.format(local()));
    time.advance(Duration.ofSeconds(20));
    clock.record(headers, sentAt);
    assertThat(clock.isKnown()).isTrue();
    assertThat(offset()).isZero();
  }

  @Test
  void correctedClock_hasNoOffset() {
    respond(Duration.ofSeconds(30));
    time.clock().advance(Duration.ofSeconds(30)); // NTP
    respond(Duration.ZERO);
    assertThat(offset()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 1_000, -11, -1_000})
  void offset_isAtMostTenMinutes(long minutes) {
    respond(Duration.ofMinutes(minutes));
    assertThat(offset().abs()).isEqualTo(Duration.ofMinutes(10));
    assertThat(offset().isNegative()).isEqualTo(minutes < 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "Sun, 06 Nov 1994 08:49:37 GMT", // years off
        "Sun, 006 Nov 2026 08:49:37 GMT",
        "Sun,  Nov 2026 08:49:37 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Sun, 99 Nov 2026 08:49:37 GMT",
        "Sun, 06 ovD 2026 08:49:37 GMT",
        "Sun, 06 XYZ 2026 08:49:37 GMT",
        "Sun, 06 Nov 2026 08:49:37 CET",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun, 06 Nov 20x6 08:49:37 GMT",
        "Sun, 06 Nov -026 08:49:37 GMT",
      })
  void absurdDate_isIgnored(String date) {
    respond(date);
    assertThat(clock.isKnown()).isFalse();
    assertThat(offset()).isZero();
  }

  @Test
  void dateWithOneDigitDay_isParsed() {
    time.clock().advance(Duration.between(local(), Instant.parse("2026-11-06T08:49:07Z")));
    respond("Fri, 6 Nov 2026 08:49:37 GMT");
    assertThat(offset()).isEqualTo(Duration.ofMillis(30_500));
  }

  @Test
  void missingDateAndCachedDate_areIgnored() {
    long sentAt = TestTiming.of(time).ticker().getAsLong();
    clock.record(Headers.of(), sentAt);
    String date = DATE.format(local().minusSeconds(60));
    clock.record(Headers.of("Date", date, "Age", "60"), sentAt);
    assertThat(clock.isKnown()).isFalse();
  }

  @Test
  void timeOfOtherServer_isAtMostTenMinutesOff() {
    assertThat(clock.limit(local().plusSeconds(30))).isEqualTo(local().plusSeconds(30));
    assertThat(clock.limit(local().plus(Duration.ofDays(900))))
        .isEqualTo(local().plus(Duration.ofMinutes(10)));
    assertThat(clock.limit(local().minus(Duration.ofDays(900))))
        .isEqualTo(local().minus(Duration.ofMinutes(10)));
  }

  @Test
  void wrongClock_isLoggedOnceUntilItChanges() {
    Logger logger = (Logger) LoggerFactory.getLogger(SignIn.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      respond(Duration.ofSeconds(3));
      assertThat(log.list).isEmpty();
      respond(Duration.ofSeconds(30));
      respond(Duration.ofSeconds(30));
      respond(Duration.ofSeconds(31));
      assertThat(log.list).singleElement().asString().contains("[WARN]", "30 seconds slow");
      respond(Duration.ofSeconds(-30));
      assertThat(log.list).hasSize(2).last().asString().contains("seconds fast");
    } finally {
      logger.detachAppender(log);
    }
  }
}
