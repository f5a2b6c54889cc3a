package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests of {@link Bulkhead} and {@link FairQueue}. */
class BulkheadTest {
  private final List<Runnable> threads = new ArrayList<>(); // started workers, which the test runs
  private final List<Integer> done = new ArrayList<>();
  private final Bulkhead bulkhead = new Bulkhead(threads::add, 2, new FairQueue(3, 9, 9));

  private void submit(int number) {
    bulkhead.execute("user " + number, () -> done.add(number));
  }

  @Test
  void concurrentTasks_areLimited_othersAreQueued() {
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
  void taskBeyondQueue_isRejected_othersRun() {
    for (int number = 1; number <= 5; number++) {
      submit(number);
    }
    assertThatThrownBy(() -> submit(6)).isInstanceOf(RejectedExecutionException.class);
    threads.forEach(Runnable::run);
    assertThat(done).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  @Test
  void rejectionMessage_doesNotContainTask() {
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
    assertThatThrownBy(() -> new Bulkhead(closed, 1, new FairQueue(1, 1, 1)).execute("user", task))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("rejected from")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void taskThatThrows_releasesThread() {
    for (int i = 0; i < 5; i++) {
      bulkhead.execute(
          "user",
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
  void rejectedTask_releasesThread() {
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
            new FairQueue(0, 1, 0));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> narrow.execute("user", () -> done.add(1))).hasMessage("full");
    }
    full[0] = false;
    narrow.execute("user", () -> done.add(2));
    assertThat(done).containsExactly(2);
  }

  @Test
  void principals_areServedRoundRobin() {
    Bulkhead fair = new Bulkhead(threads::add, 1, new FairQueue(100, 1, 50));
    for (int i = 0; i < 40; i++) {
      fair.execute("mallory", () -> done.add(0));
    }
    fair.execute("alice", () -> done.add(1));
    fair.execute("bob", () -> done.add(2));
    threads.remove(0).run();
    assertThat(done).hasSize(42).startsWith(0, 1, 2, 0);
    assertThat(threads).isEmpty();
  }

  @Test
  void tasksOfPrincipal_areBounded() {
    Bulkhead fair = new Bulkhead(threads::add, 10, new FairQueue(100, 2, 3));
    for (int i = 0; i < 5; i++) {
      fair.execute("mallory", () -> done.add(0));
    }
    assertThat(threads).hasSize(2);
    assertThatThrownBy(() -> fair.execute("mallory", () -> done.add(9)))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("same principal");
    fair.execute("alice", () -> done.add(1));
    assertThat(threads).hasSize(3);
    threads.remove(2).run();
    assertThat(done).containsExactly(1);
    threads.remove(0).run();
    threads.remove(0).run();
    assertThat(done).containsExactly(1, 0, 0, 0, 0, 0);
    fair.execute("mallory", () -> done.add(2));
    threads.remove(0).run();
    assertThat(done).endsWith(2);
  }

  @Test
  void principalWithoutTasks_usesNoMemory() {
    FairQueue queue = new FairQueue(2, 1, 1);
    Bulkhead fair = new Bulkhead(Runnable::run, 1, queue);
    for (int i = 0; i < 100; i++) {
      fair.execute("user " + i, () -> assertThat(queue.principals()).isEqualTo(1));
    }
    assertThat(queue.principals()).isZero();
    Bulkhead full = new Bulkhead(threads::add, 0, queue);
    full.execute("a", () -> {});
    full.execute("b", () -> {});
    for (int i = 0; i < 100; i++) {
      int number = i;
      assertThatThrownBy(() -> full.execute("user " + number, () -> {}))
          .isInstanceOf(RejectedExecutionException.class);
    }
    assertThat(queue.principals()).isEqualTo(2);
  }
}
