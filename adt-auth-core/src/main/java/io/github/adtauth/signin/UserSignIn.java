package io.github.adtauth.signin;

import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.token.TokenProvider;
import java.util.List;
import java.util.Optional;

/**
 * Users who sign in to a public client: a desktop or command-line tool. Only {@link #signIn()}
 * prompts; {@link #token} is silent, or throws {@link InteractionRequiredException}. Thread-safe;
 * share it; nothing to close.
 *
 * <p>As a provider it speaks for the <em>current account</em>, and nobody becomes that by accident:
 *
 * <ul>
 *   <li>Signing in makes an account current, and so does {@link #select}.
 *   <li>After the current account has signed out nobody is current, whoever else is signed in:
 *       {@link #token} throws {@link NoCurrentAccountException}, which lists the accounts.
 *   <li>With a store the next process starts with the current account of the store. Once a process
 *       has a current account, sign-ins of other processes do not change it there; a sign-out in
 *       another process ends it as soon as it is noticed, at the latest when the access token
 *       expires.
 * </ul>
 */
public interface UserSignIn extends TokenProvider {
  /**
   * Asks the user to sign in and waits for it, on the calling thread; interrupting the thread ends
   * the wait. The account becomes current, here and in the store; a store that is down is logged,
   * and the account is then signed in for this process alone.
   *
   * @throws io.github.adtauth.AdtException if the user declined, took too long or may not
   */
  Account signIn();

  /**
   * Asks a user to sign in of whom something is known. A hint does not bind: whoever signs in
   * becomes current.
   *
   * @throws io.github.adtauth.AdtException if the user declined, took too long or may not
   */
  Account signIn(SignInHint hint);

  /**
   * Asks the user of whom more was demanded to sign in, with the claims of the demand. This is the
   * account that the demand names ({@link InteractionRequiredException#accountId()}), or the
   * current one if it names none; with a {@link NoCurrentAccountException} it is a sign-in of
   * anybody. Who is current does not change.
   *
   * <p>A demand that names no account is rejected once the current account has changed in this
   * process, because it may concern the former one. Demands of the library name their account; so
   * does one of {@code Challenge.read(response)}.
   *
   * @throws DifferentUserException if a different user signed in; nothing has changed then
   * @throws NoCurrentAccountException if the demand names no account, and none is current or the
   *     current one has changed in this process
   * @throws io.github.adtauth.AdtException if the user declined, took too long or may not
   */
  Account signIn(InteractionRequiredException demand);

  /**
   * Asks the user whose consent is missing to sign in and to consent again, also where Entra would
   * not ask of itself: the consent that is missing may be that of the web API which is called
   * ({@code prompt=consent}). Which user that is, and that nobody else will do, is as for {@link
   * #signIn(InteractionRequiredException)}.
   *
   * @throws DifferentUserException if a different user signed in; nothing has changed then
   * @throws NoCurrentAccountException if the demand names no account, and none is current or the
   *     current one has changed in this process
   * @throws io.github.adtauth.AdtException if the user declined, took too long or may not
   */
  Account signIn(ConsentRequiredException demand);

  /**
   * Returns who is signed in, the latest last; with a store, also who signed in before this process
   * began, or in another one. The order does not say who is {@linkplain #currentAccount() current}.
   */
  List<Account> accounts();

  /**
   * Returns the account that this provider speaks for; empty if nobody is current. Reads the store:
   * it notices a sign-out in another process, and takes over the stored current account if this
   * process has had none yet.
   */
  Optional<Account> currentAccount();

  /**
   * Makes a signed-in account the current one, here and in the store. Does not prompt.
   *
   * @throws IllegalArgumentException if the account is not signed in
   * @throws io.github.adtauth.UnavailableException if the store did not record it; then the current
   *     account is as before
   */
  void select(Account account);

  /**
   * Returns a provider that speaks for this account, silently, whoever is current.
   *
   * @throws IllegalArgumentException if the account is not signed in
   */
  TokenProvider forAccount(Account account);

  /**
   * Forgets the account and its tokens here and in the store; the browser's own session is not
   * ended. If it was the current account, nobody is current afterwards; otherwise that does not
   * change.
   *
   * @throws io.github.adtauth.UnavailableException if the store did not forget it; then the account
   *     is still signed in
   */
  void signOut(Account account);
}
