package io.github.adtauth.soak;

/** Something that goes wrong for a while. */
record Trouble(String name, Work begin, Work end) {
  /** What makes it begin or end. */
  interface Work {
    void run() throws Exception;
  }
}
