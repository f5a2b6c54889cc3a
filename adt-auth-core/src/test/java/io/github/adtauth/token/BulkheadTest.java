package io.github.adtauth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private final List<Runnable> threads = new ArrayList<>(); // begun, each run by hand
  private final List<Integer> done = new ArrayList<>();
  private final Bulkhead bulkhead = new Bulkhead(threads::add, 2, 3);

  private void submit(int number) {
    bulkhead.execute(() -> done.add(number));
  }

  @Test
  void noMoreThanItsShareRunsAtOnce_andTheOthersFollowInTurn() {
    for (int number = 1; number <= 5; number++) {
      submit(number);
    }
    assertThat(threads).hasSize(2);
    threads.remove(0).run();
    assertThat(done).containsExactly(1, 3, 4, 5);
    threads.remove(0).run();
    assertThat(done).containsExactly(1, 3, 4, 5, 2);
  }

  @Test
  void whatDoesNotFitTheQueue_isRejected_andTheRestGoesOn() {
    for (int number = 1; number <= 5; number++) {
      submit(number);
    }
    assertThatThrownBy(() -> submit(6)).isInstanceOf(RejectedExecutionException.class);
    threads.forEach(Runnable::run);
    assertThat(done).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  @Test
  void executorThatPrintsWhatItRefuses_printsNothingOfTheTask() {
    ThreadPoolExecutor closed =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    closed.shutdown();
    Runnable task =
        new Runnable() {
          @Override
          public void run() {}

          @Override
          public String toString() {
            return "s3cret";
          }
        };
    assertThatThrownBy(() -> new Bulkhead(closed, 1, 1).execute(task))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("rejected from")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void taskThatThrows_givesItsPlaceBack() {
    for (int i = 0; i < 5; i++) {
      bulkhead.execute(
          () -> {
            throw new AssertionError("x");
          });
      assertThatThrownBy(() -> threads.remove(0).run()).isInstanceOf(AssertionError.class);
    }
    submit(1);
    threads.remove(0).run();
    assertThat(done).containsExactly(1);
  }

  @Test
  void executorThatTakesNoMore_givesThePlaceBack() {
    boolean[] full = {true};
    Bulkhead narrow =
        new Bulkhead(
            task -> {
              if (full[0]) {
                throw new RejectedExecutionException("full");
              }
              task.run();
            },
            1,
            0);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> narrow.execute(() -> done.add(1))).hasMessage("full");
    }
    full[0] = false;
    narrow.execute(() -> done.add(2));
    assertThat(done).containsExactly(2);
  }
}
