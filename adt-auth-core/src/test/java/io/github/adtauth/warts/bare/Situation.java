package io.github.adtauth.warts.bare;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One fault of MSAL4J and how it is brought about. Immutable.
 *
 * @param wart its number in the reference
 * @param what the situation
 * @param reference what the reference says happens
 * @param play brings it about and looks
 */
record Situation(int wart, String what, String reference, Play play) {
  // The longest, the identity endpoint that is busy, sleeps for 14 seconds as before.
  private static final long LIMIT_SECONDS = 25;

  /** Plays one situation. */
  interface Play {
    Finding in(BareWorld world) throws Exception;
  }

  static Situation notPlayed(int wart, String what, String why) {
    return new Situation(wart, what, "", world -> new Finding(Finding.Verdict.NOT_PLAYED, why));
  }

  /** Plays it in a world of its own, for a while; whatever is thrown is a finding too. */
  Finding find() {
    ExecutorService player = Executors.newSingleThreadExecutor(Situation::daemon);
    Future<Finding> playing =
        player.submit(
            () -> {
              try (BareWorld world = new BareWorld()) {
                return play.in(world);
              }
            });
    try {
      return playing.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return new Finding(Finding.Verdict.CHANGED, BareWorld.said(BareWorld.cause(e)));
    } catch (TimeoutException e) {
      return new Finding(Finding.Verdict.CHANGED, "no end within " + LIMIT_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Finding(Finding.Verdict.CHANGED, "interrupted");
    } finally {
      player.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "situation");
    thread.setDaemon(true);
    return thread;
  }
}
