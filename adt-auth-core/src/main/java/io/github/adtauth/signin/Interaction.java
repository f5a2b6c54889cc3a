package io.github.adtauth.signin;

/** A way to have a user sign in. */
@FunctionalInterface
interface Interaction {
  /** Prompts, waits on the calling thread and returns what was granted. */
  TokenAnswer run(SignInRequest request);
}
