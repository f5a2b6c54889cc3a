package io.github.adtauth.signin;

import io.github.adtauth.token.TokenRequest;

/** A way to have a user sign in. */
@FunctionalInterface
interface Interaction {
  /** Prompts, waits on the calling thread and returns what was granted. */
  TokenAnswer run(TokenRequest request);
}
