package io.github.adtauth.soak;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One trouble after the other, with a pause between, until it is over. */
final class Lane implements Runnable {
  private final Function<Random, Trouble> draw;
  private final Random random;
  private final int mostSeconds;
  private final Witness witness;
  private final CountDownLatch over;

  Lane(
      Function<Random, Trouble> draw,
      Random random,
      int mostSeconds,
      Witness witness,
      CountDownLatch over) {
    this.draw = draw;
    this.random = random;
    this.mostSeconds = mostSeconds;
    this.witness = witness;
    this.over = over;
  }

  @Override
  public void run() {
    try {
      boolean ended = over.await(2_000 + random.nextInt(6_000), TimeUnit.MILLISECONDS);
      while (!ended) {
        Trouble trouble = draw.apply(random);
        int millis = 1_000 + random.nextInt(mostSeconds * 1_000);
        witness.begins(trouble.name());
        trouble.begin().run();
        ended = over.await(millis, TimeUnit.MILLISECONDS);
        trouble.end().run();
        witness.ends(trouble.name());
        ended = ended || over.await(2_000 + random.nextInt(6_000), TimeUnit.MILLISECONDS);
      }
    } catch (Exception e) {
      witness.violation("the soak itself failed: " + e);
      e.printStackTrace();
    }
  }
}
