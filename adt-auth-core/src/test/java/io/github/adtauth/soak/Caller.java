package io.github.adtauth.soak;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.soak.Node.Held;
import io.github.adtauth.soak.Witness.Outcome;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A thread of the web API that serves one user after the other, on any node. */
final class Caller implements Runnable {
  private static final long MARGIN = Duration.ofSeconds(6).toMillis();
  private static final Duration SLACK = Duration.ofSeconds(10);
  private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"essential\":true}}}";

  private final World world;
  private final Witness witness;
  private final Users users;
  private final Quiet quiet;
  private final Random random;
  private final CountDownLatch over;
  private @Nullable Thread interruptible;
  private boolean interrupted;

  Caller(
      World world, Witness witness, Users users, Quiet quiet, Random random, CountDownLatch over) {
    this.world = world;
    this.witness = witness;
    this.users = users;
    this.quiet = quiet;
    this.random = random;
    this.over = over;
  }

  @Override
  public void run() {
    try {
      while (!over.await(random.nextInt(40), TimeUnit.MILLISECONDS)) {
        Node node = world.nodes.get(random.nextInt(world.nodes.size()));
        int user = random.nextInt(world.users.size());
        int chance = random.nextInt(1_000);
        if (chance < 20) {
          users.signsInAgain(user);
        }
        if (chance < 990) {
          call(node, user);
        } else {
          challenged(node, user);
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted between calls", e);
    }
  }

  /** Interrupts the call in flight, if there is one. */
  synchronized void interrupt() {
    if (interruptible != null) {
      interrupted = true;
      interruptible.interrupt();
    }
  }

  private synchronized void begins() {
    interruptible = Thread.currentThread();
  }

  private synchronized boolean endsInterrupted() {
    boolean was = interrupted;
    interruptible = null;
    interrupted = false;
    boolean unused = Thread.interrupted();
    return was;
  }

  private void challenged(Node node, int user) {
    String oid = world.users.get(user).oid();
    users.challenged(user);
    world.azure.twins().challengeOnce(oid, CLAIMS);
    try {
      call(node, user);
    } finally {
      world.azure.twins().clearChallenges(oid);
      users.challengeOver(user);
    }
  }

  /** Calls once and returns whether the call succeeded. */
  boolean call(Node node, int user) {
    int signIn = users.signIn(user);
    String assertion = world.assertion(user, signIn);
    long start = System.currentTimeMillis();
    RuntimeException rejection = null;
    begins();
    try {
      Identified.WhoAmI me = node.as(assertion).getTwin("whoami", Identified.WhoAmI.class);
      if (!world.users.get(user).oid().equals(me.owner())) {
        witness.violation("a response for another user");
      }
      node.saw(user, new Held(assertion, me.issued(), me.expires()));
    } catch (RuntimeException e) {
      rejection = e;
    }
    boolean wasInterrupted = endsInterrupted();
    long end = System.currentTimeMillis();
    if (end - start > Node.CALL_TIMEOUT.plus(SLACK).toMillis()) {
      witness.violation("a call took " + (end - start) + " ms");
    }
    if (rejection == null) {
      witness.called(Outcome.SUCCEEDED);
    } else {
      witness.called(wasInterrupted ? Outcome.INTERRUPTED : Outcome.FAILED);
      judge(node, user, new Attempt(assertion, start, end, rejection, wasInterrupted));
    }
    return rejection == null;
  }

  private record Attempt(
      String assertion, long start, long end, RuntimeException failure, boolean wasInterrupted) {}

  private void judge(Node node, int user, Attempt attempt) {
    if (!(attempt.failure() instanceof AdtException)) {
      attempt.failure().printStackTrace();
      witness.violation("an exception that is not documented: " + attempt.failure());
    }
    if (attempt.failure() instanceof CallCanceledException && !attempt.wasInterrupted()) {
      witness.violation("a call was canceled by nobody");
    }
    witness.recordRejection(attempt.failure());
    Held held = node.held(user);
    boolean lost =
        held != null
            && !attempt.wasInterrupted()
            && held.assertion().equals(attempt.assertion())
            && held.issued() > world.clocksRightSince() + 1_000
            && users.unchallengedSince(user, held.issued())
            && held.expires() - MARGIN > attempt.end()
            && quiet.lasts(attempt.start());
    if (lost) {
      attempt.failure().printStackTrace();
      witness.violation("node " + node.name + " lost a call that had a valid token");
    }
  }
}
