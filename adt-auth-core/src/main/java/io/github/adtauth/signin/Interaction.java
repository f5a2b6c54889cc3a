package io.github.adtauth.signin;

import java.util.function.Function;

/** A way to have a user sign in. */
@FunctionalInterface
interface Interaction {
  /**
   * Prompts, waits on the calling thread and passes what was granted to {@code completion}.
   *
   * @param completion accepts the tokens and returns whose they are; called once at most
   */
  Account run(SignInRequest request, Function<TokenAnswer, Account> completion);
}
