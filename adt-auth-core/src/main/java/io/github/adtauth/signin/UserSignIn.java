package io.github.adtauth.signin;

import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.token.TokenProvider;
import java.util.List;
import java.util.Optional;

/**
 * Signs in the users of a public client: a desktop or command-line tool. Only the {@code signIn}
 * methods prompt. {@link #token} is silent and throws {@link InteractionRequiredException} if the
 * user must act. Thread-safe: create one and share it. There is nothing to close.
 *
 * <p>As a token provider it acts for the <em>current account</em>, which changes only as follows:
 *
 * <ul>
 *   <li>{@link #signIn()} and {@link #select} make an account current.
 *   <li>When the current account signs out, no account is current, even if others are signed in.
 *       {@link #token} then throws {@link NoCurrentAccountException}, which lists the accounts.
 *   <li>With a store, a new process starts with the current account of the store. Once a process
 *       has a current account, sign-ins in other processes do not change it. A sign-out in another
 *       process takes effect when it is noticed, at the latest when the access token expires.
 * </ul>
 */
public interface UserSignIn extends TokenProvider {
  /**
   * Prompts the user to sign in and makes the account current, here and in the store. Waits on the
   * calling thread; interrupting the thread ends the wait. If the store is unavailable, a warning
   * is logged and the account is signed in for this process only.
   *
   * @throws io.github.adtauth.AdtException if the user declines, the prompt times out, or access is
   *     denied
   */
  Account signIn();

  /**
   * Prompts a user to sign in and prefills the sign-in page with the hint. The hint is not binding:
   * any user may sign in and becomes the current account.
   *
   * @throws io.github.adtauth.AdtException if the user declines, the prompt times out, or access is
   *     denied
   */
  Account signIn(SignInHint hint);

  /**
   * Prompts the user that the exception requires to sign in again, with the claims of the
   * exception. The current account does not change.
   *
   * <p>The user is the account that the exception names ({@link
   * InteractionRequiredException#accountId()}), or the current account if it names none. For a
   * {@link NoCurrentAccountException} any user may sign in. Exceptions of this library and of
   * {@code Challenge.parse} name their account. An exception that does not is rejected once the
   * current account has changed in this process, because it may concern the previous one.
   *
   * @throws DifferentUserException if a different user signs in; the sign-in is then discarded
   * @throws NoCurrentAccountException if the exception names no account, and no account is current
   *     or the current account has changed in this process
   * @throws io.github.adtauth.AdtException if the user declines, the prompt times out, or access is
   *     denied
   */
  Account signIn(InteractionRequiredException required);

  /**
   * Prompts the user whose consent is missing to sign in and consent again. The prompt is forced
   * ({@code prompt=consent}), because the missing consent may be that of the web API that was
   * called, for which Entra ID does not prompt by default. The user is chosen as in {@link
   * #signIn(InteractionRequiredException)}.
   *
   * @throws DifferentUserException if a different user signs in; the sign-in is then discarded
   * @throws NoCurrentAccountException if the exception names no account, and no account is current
   *     or the current account has changed in this process
   * @throws io.github.adtauth.AdtException if the user declines, the prompt times out, or access is
   *     denied
   */
  Account signIn(ConsentRequiredException required);

  /**
   * Returns the signed-in accounts, most recent last. With a store, this includes accounts that
   * signed in earlier or in another process. The order is independent of the {@linkplain
   * #currentAccount() current account}.
   */
  List<Account> accounts();

  /**
   * Returns the account that this provider acts for, or empty if no account is current. Reads the
   * store: a sign-out in another process takes effect, and the current account of the store becomes
   * current if this process has not had one yet.
   */
  Optional<Account> currentAccount();

  /**
   * Makes a signed-in account current, here and in the store. Does not prompt.
   *
   * @throws IllegalArgumentException if the account is not signed in
   * @throws io.github.adtauth.UnavailableException if the store failed to record the selection; the
   *     current account is then unchanged
   */
  void select(Account account);

  /**
   * Returns a silent token provider for this account, whichever account is current.
   *
   * @throws IllegalArgumentException if the account is not signed in
   */
  TokenProvider forAccount(Account account);

  /**
   * Removes the account and its tokens from this process and the store. The browser session is not
   * ended. If the account was current, no account is current afterwards.
   *
   * @throws io.github.adtauth.UnavailableException if the store failed to remove the account, which
   *     is then still signed in
   */
  void signOut(Account account);
}
