package io.github.adtauth.scale;

import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/** A store that fails now and then, and is down altogether when told to be. */
final class FlakyStore extends ForwardingStore {
  private static final int ONE_IN = 20;

  private volatile boolean down;

  FlakyStore(TokenStore inner) {
    super(inner);
  }

  void down(boolean value) {
    down = value;
  }

  @Override
  protected void before() throws IOException {
    if (down || ThreadLocalRandom.current().nextInt(ONE_IN) == 0) {
      throw new IOException("the store does not respond");
    }
  }
}
