package io.github.adtauth.signin;

import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.token.TokenProvider;
import java.util.List;

/**
 * Users who sign in to a public client: a desktop or command-line tool. Only {@link #signIn()}
 * prompts; {@link #token} is silent, or throws {@link InteractionRequiredException}. As a provider
 * it speaks for the user who signed in last. Thread-safe; share it; nothing to close.
 */
public interface UserSignIn extends TokenProvider {
  /**
   * Asks the user to sign in and waits for it, on the calling thread; interrupting the thread ends
   * the wait.
   *
   * @throws io.github.adtauth.AdtException if the user declined, took too long or may not
   */
  Account signIn();

  /**
   * Asks a user to sign in of whom something is known.
   *
   * @throws io.github.adtauth.AdtException if the user declined, took too long or may not
   */
  Account signIn(SignInHint hint);

  /**
   * Asks the user who signed in last to sign in with the claims that were demanded.
   *
   * @throws io.github.adtauth.AdtException if the user declined, took too long or may not
   */
  Account signIn(InteractionRequiredException demand);

  /**
   * Asks the user who signed in last to sign in and to consent again, also where Entra would not
   * ask of itself: the consent that is missing may be that of the web API which is called ({@code
   * prompt=consent}).
   *
   * @throws io.github.adtauth.AdtException if the user declined, took too long or may not
   */
  Account signIn(ConsentRequiredException demand);

  /**
   * Returns who is signed in, the latest last; with a store, also who signed in before this process
   * began, or in another one.
   */
  List<Account> accounts();

  /**
   * Returns a provider that speaks for this account, silently.
   *
   * @throws IllegalArgumentException if the account is not signed in
   */
  TokenProvider as(Account account);

  /**
   * Forgets the account and its tokens here and in the store; the browser's own session is not
   * ended.
   *
   * @throws io.github.adtauth.UnavailableException if the store did not forget it; then the account
   *     is still signed in
   */
  void signOut(Account account);
}
