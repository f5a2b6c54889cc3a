package io.github.adtauth.internal.signin;

/** Handles the requests that the loopback listener receives, on several threads. */
@FunctionalInterface
interface LoopbackHandler {
  /** Returns the page to respond with. */
  LoopbackPage handle(LoopbackRequest request, Peer peer);

  /**
   * Notes that other users have opened too many connections; no further one is accepted.
   *
   * @param peer the latest of them
   */
  default void flooded(Peer peer) {}
}
