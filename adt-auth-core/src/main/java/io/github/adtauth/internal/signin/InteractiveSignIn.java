package io.github.adtauth.internal.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenInternals;
import io.github.adtauth.internal.entra.SignInRequest;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.DifferentUserException;
import io.github.adtauth.signin.NoCurrentAccountException;
import io.github.adtauth.signin.SignInHint;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Signs users in by a prompt, and speaks for the one whose account is current. */
public final class InteractiveSignIn implements UserSignIn {
  private final TokenRequest defaultRequest;
  private final TokenClientContext context;
  private final SignInFlow interaction;
  private final SignedInAccounts accounts;
  private final ReentrantLock prompting = new ReentrantLock();

  public InteractiveSignIn(
      TokenClientContext context,
      TokenRequest defaultRequest,
      SignInFlow interaction,
      TokenCache cache,
      @Nullable AccountStore store) {
    this.defaultRequest = defaultRequest;
    this.interaction = interaction;
    this.context = context;
    this.accounts = new SignedInAccounts(context, cache, store);
  }

  @Override
  public Account signIn() {
    return prompt(new SignInRequest(defaultRequest, false, null, null), null);
  }

  @Override
  public Account signIn(SignInHint hint) {
    return prompt(new SignInRequest(defaultRequest, false, hint.login(), hint.domain()), null);
  }

  @Override
  public Account signIn(InteractionRequiredException demand) {
    TokenRequest request = demand.claims().map(defaultRequest::withClaims).orElse(defaultRequest);
    return meet(demand, request, false);
  }

  @Override
  public Account signIn(ConsentRequiredException demand) {
    return meet(demand, defaultRequest, true);
  }

  private Account meet(AdtException demand, TokenRequest request, boolean consent) {
    String expectedId = accountOf(demand);
    SignedInUser expected = expectedId == null ? null : accounts.find(expectedId);
    String loginHint = expected == null ? null : expected.account().username();
    return prompt(new SignInRequest(request, consent, loginHint, null), expectedId);
  }

  /**
   * Returns the id of the account that has to meet a demand, or null if anybody may.
   *
   * @throws NoCurrentAccountException if the demand may have been raised for an account, but does
   *     not say for which
   */
  private @Nullable String accountOf(AdtException demand) {
    String id = demand.accountId().orElse(null);
    if (id != null || demand instanceof NoCurrentAccountException) {
      return id;
    }
    SignedInUser user = accounts.requireUnchangedCurrent();
    if (user != null) {
      return user.account().id();
    }
    if (!accounts.isUntouched()) {
      throw accounts.noCurrentAccount(); // the user it was raised for may have signed out
    }
    return null;
  }

  private Account prompt(SignInRequest request, @Nullable String expectedId) {
    try {
      // Two prompts at once would confuse whoever sits in front of them.
      prompting.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(ErrorDetails.of("The sign-in was canceled.").cause(e));
    }
    long start = context.timing().ticker().getAsLong();
    try {
      return interaction.run(request, answer -> accept(answer, request, expectedId));
    } catch (InteractionRequiredException | ConsentRequiredException e) {
      context.signInFailed(start, e);
      throw expectedId == null ? e : e.forAccount(expectedId);
    } catch (AdtException e) {
      context.signInFailed(start, e);
      throw e;
    } finally {
      prompting.unlock();
    }
  }

  /** Keeps the account and its tokens, unless a different user was expected. */
  private Account accept(TokenResponse answer, SignInRequest request, @Nullable String expectedId) {
    Account account = SignedInUser.account(answer);
    if (account == null) {
      throw new UnexpectedResponseException(
          ErrorDetails.of("The token service does not say who signed in: there is no id token."));
    }
    if (expectedId != null) {
      checkSameUser(expectedId, account, request);
    }
    accounts.signIn(account, answer, defaultRequest, expectedId == null);
    context.signedIn(account.label());
    return account;
  }

  /** Nothing of a different user's sign-in is kept: a page or device may sign anybody in. */
  private void checkSameUser(String expectedId, Account actual, SignInRequest request) {
    SignedInUser expected = accounts.known(expectedId);
    if (expectedId.equals(actual.id())
        && (expected == null || expected.account().isSameUser(actual))) {
      return;
    }
    throw new DifferentUserException(
        ErrorDetails.of(
                "A different user signed in than the one of whom this was demanded; the sign-in was"
                    + " discarded. Sign in as the same user, or call signIn() to change the user.")
            .accountId(expectedId)
            .claims(request.token().claims().orElse(null)),
        actual);
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    String id = accountId(request);
    SignedInUser user = id == null ? accounts.requireCurrent() : accounts.known(id);
    try {
      if (user == null) {
        throw AccountRefresh.ended(Objects.requireNonNull(id));
      }
      return user.provider().token(request);
    } catch (InteractionRequiredException e) {
      if (accounts.current() == null) {
        throw accounts.noCurrentAccount(); // signed out meanwhile, perhaps in another process
      }
      throw e;
    }
  }

  /**
   * Returns the id of the account that began the operation, or to which a rejected token was
   * issued, so that what one user began is not repeated or continued as another; null if nobody has
   * yet.
   */
  private static @Nullable String accountId(TokenRequest request) {
    Principal principal = TokenInternals.instance().principal(request);
    if (principal == null) {
      AccessToken rejected = request.rejectedToken().orElse(null);
      principal = rejected == null ? null : TokenInternals.instance().principal(rejected);
    }
    return principal == null || principal.kind() != Principal.Kind.ACCOUNT ? null : principal.id();
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    String id = accountId(request);
    SignedInUser user = id == null ? accounts.current() : accounts.known(id);
    return user == null ? null : user.provider().cachedToken(request);
  }

  @Override
  public AuthListener listener() {
    return context.listener();
  }

  @Override
  public List<Account> accounts() {
    return accounts.list();
  }

  @Override
  public Optional<Account> currentAccount() {
    SignedInUser user = accounts.findCurrent();
    return user == null ? Optional.empty() : Optional.of(user.account());
  }

  @Override
  public void select(Account account) {
    accounts.select(account);
  }

  @Override
  public TokenProvider forAccount(Account account) {
    SignedInUser user = accounts.find(account.id());
    if (user == null) {
      throw SignedInAccounts.notSignedIn();
    }
    return user.provider();
  }

  @Override
  public void signOut(Account account) {
    accounts.signOut(account);
  }
}
