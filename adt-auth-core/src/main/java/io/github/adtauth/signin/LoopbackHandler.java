package io.github.adtauth.signin;

/** Handles the requests that the loopback listener receives, on several threads. */
@FunctionalInterface
interface LoopbackHandler {
  /** Returns the page to respond with. */
  LoopbackPage handle(LoopbackRequest request, Peer peer);
}
