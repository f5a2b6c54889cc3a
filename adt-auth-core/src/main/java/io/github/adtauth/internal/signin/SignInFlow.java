package io.github.adtauth.internal.signin;

import io.github.adtauth.internal.entra.SignInRequest;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.signin.Account;
import java.util.function.Function;

/** An interactive flow that signs a user in. */
@FunctionalInterface
public interface SignInFlow {
  /**
   * Prompts the user, waits on the calling thread and passes the tokens to {@code completion}.
   *
   * @param completion accepts the tokens and returns their account; called at most once
   */
  Account run(SignInRequest request, Function<TokenResponse, Account> completion);
}
