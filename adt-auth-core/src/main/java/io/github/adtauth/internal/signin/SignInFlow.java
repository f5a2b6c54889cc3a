package io.github.adtauth.internal.signin;

import io.github.adtauth.internal.entra.SignInRequest;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.signin.Account;
import java.util.function.Function;

/** An interactive flow that signs a user in, with a browser or a device code. */
@FunctionalInterface
public interface SignInFlow {
  /**
   * Prompts the user, blocks until the user has signed in and passes the tokens to {@code
   * completion}.
   *
   * @param completion accepts the tokens and returns their account; called at most once
   * @return the account that {@code completion} returned
   * @throws io.github.adtauth.AdtException if the user declines, the prompt times out, or access is
   *     denied
   */
  Account run(SignInRequest request, Function<TokenResponse, Account> completion);
}
