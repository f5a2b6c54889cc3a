package io.github.adtauth.internal.onbehalfof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.testkit.ManualTime;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the limits on rejected inbound tokens, per claimed user and in total. */
class RejectionRateLimiterTest {
  private static final String TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
  private static final UserId ALICE = user(1);
  private static final UserId BOB = user(2);

  private final ManualTime time = new ManualTime();
  private final RejectionRateLimiter limiter = new RejectionRateLimiter(TestTiming.of(time));

  private int nextUser = 1_000;

  private static UserId user(int number) {
    return new UserId(new UUID(0xabcdef, number).toString(), TENANT);
  }

  private void reject(@Nullable UserId user, int times) {
    for (int i = 0; i < times; i++) {
      limiter.acquire(user);
      limiter.recordRejection(user);
    }
  }

  /** Draws on the shared limit with tokens of different users. */
  private void rejectOthers(int times) {
    for (int i = 0; i < times; i++) {
      reject(user(nextUser++), 1);
    }
  }

  private void assertLimited(@Nullable UserId user, Duration wait) {
    assertThatThrownBy(() -> limiter.acquire(user))
        .isInstanceOfSatisfying(
            UnavailableException.class, e -> assertThat(e.retryAfter()).contains(wait));
  }

  @Test
  void userWithFiveRejections_isLimited_andOthersAreNot() {
    reject(ALICE, 5);
    assertLimited(ALICE, Duration.ofMinutes(1));
    assertThatCode(() -> reject(BOB, 5)).doesNotThrowAnyException();
  }

  @Test
  void limitedUser_isAdmittedOnceAMinute() {
    reject(ALICE, 5);
    time.advance(Duration.ofSeconds(59));
    assertLimited(ALICE, Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    reject(ALICE, 1);
    assertLimited(ALICE, Duration.ofMinutes(1));
  }

  @Test
  void userInUpperCase_isTheSameUser() {
    reject(ALICE, 3);
    UserId sameUser =
        new UserId(
            ALICE.objectId().toUpperCase(Locale.ROOT), ALICE.tenantId().toUpperCase(Locale.ROOT));
    reject(sameUser, 2);
    assertLimited(ALICE, Duration.ofMinutes(1));
  }

  @Test
  void tokensWithoutAUser_shareOneLimit() {
    reject(null, 5);
    assertLimited(null, Duration.ofMinutes(1));
    assertThatCode(() -> limiter.acquire(ALICE)).doesNotThrowAnyException();
  }

  @Test
  void oneUser_drawsNoMoreThanTheBurstOnTheSharedLimit() {
    for (int i = 0; i < 1_000; i++) {
      limiter.recordRejection(ALICE); // all requests were in flight together
    }
    rejectOthers(95);
    assertLimited(BOB, Duration.ofMillis(200));
  }

  @Test
  void changingUsers_areSubjectToTheSharedLimit() {
    rejectOthers(100);
    assertLimited(BOB, Duration.ofMillis(200));
    time.advance(Duration.ofSeconds(1));
    rejectOthers(5);
    assertLimited(BOB, Duration.ofMillis(200));
  }

  @Test
  void quietTime_fillsTheSharedLimitNoFurtherThanTheBurst() {
    time.advance(Duration.ofDays(1));
    rejectOthers(100);
    assertLimited(BOB, Duration.ofMillis(200));
  }

  /** Evicting a user from the bounded map requires more tokens than the limit admits. */
  @Test
  void changingUsers_doNotMakeTheLimiterForgetAUser() {
    reject(ALICE, 5);
    for (int second = 0; second < 30; second++) {
      time.advance(Duration.ofSeconds(1));
      rejectOthers(5);
    }
    assertLimited(ALICE, Duration.ofSeconds(30));
  }

  @Test
  void acceptedTokens_areNotLimited() {
    for (int i = 0; i < 1_000; i++) {
      assertThatCode(() -> limiter.acquire(ALICE)).doesNotThrowAnyException();
    }
  }
}
