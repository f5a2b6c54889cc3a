package io.github.adtauth.signin;

import io.github.adtauth.token.TokenRequest;

/** A way to have a user sign in. */
@FunctionalInterface
interface Interaction {
  /**
   * Prompts, waits on the calling thread and returns what was granted.
   *
   * @param consent whether to ask for consent again, where that can be asked for
   */
  TokenAnswer run(TokenRequest request, boolean consent);
}
