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

/** Tests of {@link CancelableWait}. */
class CancelableWaitTest {
  private final Call call =
      new OkHttpClient().newCall(new Request.Builder().url("https://r/").build());

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  /** A step that fails if its thread is interrupted. */
  private static String step() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return "done";
  }

  @Test
  void completedStep_returnsResult() throws IOException {
    assertThat(CancelableWait.<String>run(call, CancelableWaitTest::step)).isEqualTo("done");
  }

  @Test
  void interrupt_isCanceledCall_keepsFlag() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> CancelableWait.run(call, CancelableWaitTest::step))
        .isInstanceOf(CallCanceledException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void canceledCall_endsStep_clearsFlag() {
    assertThatThrownBy(
            () ->
                CancelableWait.run(
                    call,
                    () -> {
                      call.cancel();
                      return step();
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("Canceled");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void failedStep_keepsInterruptFlag() {
    IOException failure = new IOException("failure of the step");
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
  void interruptAfterCancel_keepsFlag() {
    assertThatThrownBy(
            () ->
                CancelableWait.run(
                    call,
                    () -> {
                      call.cancel();
                      return step();
                    }))
        .hasMessage("Canceled");
    Thread.currentThread().interrupt();
    call.cancel();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void cancelAfterWait_doesNotInterrupt() throws Exception {
    CancelableWait.<String>run(call, CancelableWaitTest::step);
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
