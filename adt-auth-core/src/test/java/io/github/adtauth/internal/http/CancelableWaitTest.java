package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CallCanceledException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelableWaitTest {
  private final Call call =
      new OkHttpClient().newCall(new Request.Builder().url("https://r/").build());

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  /** Waits as a step does: ends at once when its thread is interrupted. */
  private static String interruptible() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return "done";
  }

  @Test
  void stepThatEnds_givesItsResult() throws IOException {
    assertThat(CancelableWait.<String>run(call, CancelableWaitTest::interruptible))
        .isEqualTo("done");
  }

  @Test
  void interruptByAnother_isPassedOn_andTheFlagStays() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> CancelableWait.run(call, CancelableWaitTest::interruptible))
        .isInstanceOf(CallCanceledException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void cancelOfTheCall_endsTheStep_andLeavesNoFlag() {
    assertThatThrownBy(
            () ->
                CancelableWait.run(
                    call,
                    () -> {
                      call.cancel();
                      return interruptible();
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("Canceled");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void stepThatFails_whileAnotherInterruptsItsThread_keepsTheFlag() {
    IOException failure = new IOException("theirs");
    assertThatThrownBy(
            () ->
                CancelableWait.run(
                    call,
                    () -> {
                      Thread.currentThread().interrupt();
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void interruptThatCameAfterTheCancel_isNotTakenBack() {
    assertThatThrownBy(
            () ->
                CancelableWait.run(
                    call,
                    () -> {
                      call.cancel();
                      return interruptible();
                    }))
        .hasMessage("Canceled");
    Thread.currentThread().interrupt();
    call.cancel();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void cancelAfterTheWait_interruptsNobody_andReturns() throws Exception {
    CancelableWait.<String>run(call, CancelableWaitTest::interruptible);
    CompletableFuture<Void> canceled = new CompletableFuture<>();
    Thread other =
        new Thread(
            () -> {
              call.cancel();
              canceled.complete(null);
            });
    other.setDaemon(true);
    other.start();
    canceled.get();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
