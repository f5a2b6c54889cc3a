package io.github.adtauth.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalBudgetTest {
  private final ManualTime time = new ManualTime();
  private final RefusalBudget budget = new RefusalBudget(time.timing());

  private void refuse(int times) {
    for (int i = 0; i < times; i++) {
      budget.enter();
      budget.refused();
    }
  }

  @Test
  void burstOfRefusals_isLetThrough_andThenNoMore() {
    refuse(100);
    assertThatThrownBy(budget::enter)
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofMillis(200)));
  }

  @Test
  void afterTheBurst_fiveASecondAreLetThrough() {
    refuse(100);
    time.advance(Duration.ofSeconds(1));
    refuse(5);
    assertThatThrownBy(budget::enter).isInstanceOf(UnavailableException.class);
  }

  @Test
  void quietTime_fillsTheBudgetToItsBrim_notBeyond() {
    time.advance(Duration.ofDays(1));
    refuse(100);
    assertThatThrownBy(budget::enter).isInstanceOf(UnavailableException.class);
  }

  @Test
  void acceptedTokens_costNothing() {
    for (int i = 0; i < 1_000; i++) {
      assertThatCode(budget::enter).doesNotThrowAnyException();
    }
  }
}
