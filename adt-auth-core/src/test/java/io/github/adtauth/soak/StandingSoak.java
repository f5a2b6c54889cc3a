package io.github.adtauth.soak;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.adtauth.soak.Witness.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Runs a web API with three nodes and five hundred users while all services around it fail. Each
 * response belongs to the user of the call, no token is sent elsewhere, and no call with a valid
 * token is lost. When the faults end, all users are served again and no resources have leaked.
 */
class StandingSoak {
  private static final Duration PROGRESS = Duration.ofSeconds(10);
  private static final Duration RECOVERY = Duration.ofSeconds(150);
  private static final long HEAP_SLACK = 32 << 20;

  private final Plan plan = Plan.stated();
  private final Witness witness = new Witness();
  private final Quiet quiet = new Quiet();
  private final Users users = new Users(plan.users());
  private final List<Long> heaps = new ArrayList<>();

  @Test
  void everybodyIsServedAsHimself_whateverFalls(@TempDir Path folder) throws Exception {
    System.out.println("soak: repeat it with " + plan);
    ((Logger) LoggerFactory.getLogger("io.github.adtauth")).setLevel(Level.OFF);
    new ServerSocket(0, 1, InetAddress.getLoopbackAddress()).close(); // the JDK keeps one from then
    Footprint before = Footprint.now();
    long meanwhile;
    try (World world = new World(plan, folder.resolve("store"), witness)) {
      run(world);
      meanwhile = witness.count(Outcome.SUCCEEDED);
      recover(world);
    }
    Footprint after = settled(before);
    System.out.printf(
        "soak: %s%n%sbefore %s, after %s; live heap by the way, in MB: %s%n",
        witness.calls(),
        witness.table(),
        before,
        after,
        heaps.stream().map(heap -> heap >> 20).toList());
    assertThat(witness.violations()).as("repeat it with %s", plan).isEmpty();
    // Whole minutes of nothing but faults are drawn; even those let one call a second through.
    assertThat(meanwhile).as("succeeded during the faults").isGreaterThan(plan.lasts().toSeconds());
    assertThat(witness.count(Outcome.SUCCEEDED))
        .isGreaterThan(plan.users() * plan.lasts().toMinutes());
    assertThat(after.threadsBeyond(before)).as("threads left behind").isEmpty();
    assertThat(after.sockets()).as("sockets").isLessThanOrEqualTo(before.sockets());
    int third = heaps.size() / 3;
    if (third > 0) {
      // Caches fill in the first third. The least of several: what is in flight when it is
      // counted, endless responses too, comes on top.
      int late = heaps.size() - third;
      long filled = Collections.min(heaps.subList(third, late));
      long last = Collections.min(heaps.subList(late, heaps.size()));
      assertThat(last).as("live heap").isLessThan(filled + HEAP_SLACK);
    }
  }

  private void run(World world) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    Troubles troubles = new Troubles(world, quiet);
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < plan.callers(); i++) {
      callers.add(new Caller(world, witness, users, quiet, plan.random("caller " + i), over));
    }
    List<Runnable> all = new ArrayList<>(callers);
    all.add(new Lane(troubles::ofTokenService, plan.random("tokens"), 20, witness, over));
    all.add(new Lane(troubles::ofInstance, plan.random("instance"), 4, witness, over));
    all.add(new Lane(troubles::ofSurroundings, plan.random("around"), 10, witness, over));
    all.add(() -> interrupt(callers, plan.random("interrupts"), over));
    ExecutorService threads = Executors.newFixedThreadPool(all.size());
    List<Future<?>> running = new ArrayList<>();
    all.forEach(work -> running.add(threads.submit(work)));
    watch(world, over);
    over.countDown();
    threads.shutdown();
    for (Future<?> one : running) {
      one.get(1, TimeUnit.MINUTES);
    }
  }

  private void watch(World world, CountDownLatch over) throws InterruptedException {
    long end = System.nanoTime() + plan.lasts().toNanos();
    long start = System.currentTimeMillis();
    for (int i = 1; System.nanoTime() < end && witness.violations().isEmpty(); i++) {
      long left = Math.min(PROGRESS.toMillis(), (end - System.nanoTime()) / 1_000_000);
      boolean unused = over.await(Math.max(1, left), TimeUnit.MILLISECONDS);
      world.forget();
      if (i % 6 == 0) {
        heaps.add(Footprint.liveHeap());
      }
      System.out.printf(
          "soak: %4d s, %s, now %s, %d threads, %d sockets%n",
          (System.currentTimeMillis() - start) / 1000,
          witness.calls(),
          witness.faults(),
          Thread.activeCount(),
          Footprint.countSockets());
    }
  }

  private static void interrupt(List<Caller> callers, Random random, CountDownLatch over) {
    try {
      while (!over.await(20 + random.nextInt(200), TimeUnit.MILLISECONDS)) {
        callers.get(random.nextInt(callers.size())).interrupt();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** All is well again: within what the longest back-off takes, everybody is served everywhere. */
  private void recover(World world) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(plan.callers());
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger unserved = new AtomicInteger();
    long end = System.nanoTime() + RECOVERY.toNanos();
    List<Callable<Void>> visits = new ArrayList<>();
    for (Node node : world.nodes) {
      for (int i = 0; i < plan.users(); i++) {
        int user = i;
        visits.add(
            () -> {
              Caller caller = new Caller(world, witness, users, quiet, new Random(), never);
              while (!caller.call(node, user)) {
                if (System.nanoTime() > end) {
                  unserved.incrementAndGet();
                  return null;
                }
                boolean unused = never.await(1, TimeUnit.SECONDS);
              }
              return null;
            });
      }
    }
    for (Future<Void> visit : threads.invokeAll(visits)) {
      visit.get();
    }
    threads.shutdown();
    if (unserved.get() > 0) {
      witness.violation(unserved + " users were not served after all was well again");
    }
  }

  /** Idle threads and pooled connections of the stand-ins take a while to go. */
  private static Footprint settled(Footprint before) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Footprint now = Footprint.now();
    for (int i = 0; i < 75 && !isBack(now, before); i++) {
      boolean unused = never.await(1, TimeUnit.SECONDS);
      now = Footprint.now();
    }
    return now;
  }

  private static boolean isBack(Footprint now, Footprint before) {
    return now.threadsBeyond(before).isEmpty() && now.sockets() <= before.sockets();
  }
}
