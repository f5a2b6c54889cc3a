package io.github.adtauth.soak;

/** Since when nothing stands between the nodes and the instance. Several things may, together. */
final class Quiet {
  private int broken;
  private long since;

  synchronized void broken() {
    broken++;
  }

  synchronized void restored() {
    broken--;
    since = System.currentTimeMillis();
  }

  synchronized boolean lasts(long sinceMillis) {
    return broken == 0 && since < sinceMillis;
  }
}
