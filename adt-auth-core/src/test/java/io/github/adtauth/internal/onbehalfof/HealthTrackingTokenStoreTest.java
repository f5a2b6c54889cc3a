package io.github.adtauth.internal.onbehalfof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.TestTiming;
import io.github.adtauth.onbehalfof.OnBehalfOfHealth;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tests that the health of a store follows the outcome of its calls. */
class HealthTrackingTokenStoreTest {
  private static final StoreKey KEY = StoreKey.of("test", "a");
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  private final ManualTime time = new ManualTime();
  private final HealthTracker health = new HealthTracker(time.clock());
  private final FailingStore inner =
      new FailingStore(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(time)));
  private final TokenStore store = new HealthTrackingTokenStore(inner, health);

  private static final class FailingStore extends ForwardingStore {
    private boolean down;

    FailingStore(TokenStore delegate) {
      super(delegate);
    }

    @Override
    protected void before() throws IOException {
      if (down) {
        throw new IOException("connection refused");
      }
    }
  }

  private Instant soon() {
    return time.clock().instant().plusSeconds(3600);
  }

  @Test
  void everyOperation_updatesHealth() throws Throwable {
    List<ThrowingCallable> calls =
        List.of(
            () -> store.put(KEY, ONE, soon()),
            () -> store.get(KEY),
            () -> store.getEvenIfUnreadable(KEY),
            () -> store.serverTime(),
            () -> store.replace(KEY, ONE, TWO, soon()),
            () -> store.remove(KEY));
    for (ThrowingCallable call : calls) {
      inner.down = true;
      assertThatThrownBy(call).isInstanceOf(IOException.class);
      assertThat(health.lastFailure()).isNotNull();
      inner.down = false;
      call.call();
      assertThat(health.lastFailure()).isNull();
    }
  }

  @Test
  void failure_hasFirstTimeAndLatestMessage() {
    Instant firstFailureAt = time.clock().instant();
    health.recordFailure(new IOException("connection refused"));
    time.advance(Duration.ofMinutes(5));
    health.recordFailure(new IllegalStateException());
    assertThat(health.lastFailure())
        .isEqualTo(new OnBehalfOfHealth.Failure(firstFailureAt, "IllegalStateException"));
  }

  @Test
  void results_areReturnedUnchanged() throws IOException {
    store.put(KEY, ONE, soon());
    assertThat(store.get(KEY)).isEqualTo(ONE);
    assertThat(store.replace(KEY, TWO, ONE, soon())).isFalse();
    assertThat(store.replace(KEY, ONE, TWO, soon())).isTrue();
    assertThat(store.getEvenIfUnreadable(KEY)).isEqualTo(TWO);
    store.remove(KEY);
    assertThat(store.get(KEY)).isNull();
  }
}
