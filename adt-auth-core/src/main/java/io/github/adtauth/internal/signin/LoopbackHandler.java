package io.github.adtauth.internal.signin;

/** Handles the requests of the loopback listener. Called on several threads. */
@FunctionalInterface
interface LoopbackHandler {
  /** Returns the page to respond with. */
  LoopbackPage handle(LoopbackRequest request, Peer peer);

  /**
   * Called when other users have opened too many connections. No further ones are accepted.
   *
   * @param peer the peer of the last connection
   */
  default void flooded(Peer peer) {}
}
