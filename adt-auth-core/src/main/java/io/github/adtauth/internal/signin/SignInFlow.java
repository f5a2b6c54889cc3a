package io.github.adtauth.internal.signin;

import io.github.adtauth.internal.entra.SignInRequest;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.signin.Account;
import java.util.function.Function;

/** A way to have a user sign in. */
@FunctionalInterface
public interface SignInFlow {
  /**
   * Prompts, waits on the calling thread and passes what was granted to {@code completion}.
   *
   * @param completion accepts the tokens and returns whose they are; called once at most
   */
  Account run(SignInRequest request, Function<TokenResponse, Account> completion);
}
