package io.github.adtauth.internal.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.cache.AccountTokenProvider;
import io.github.adtauth.internal.cache.CachingTokenProvider;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenInternals;
import io.github.adtauth.internal.entra.SignInLog;
import io.github.adtauth.internal.entra.SignInRequest;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.internal.error.ErrorInternals;
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

/**
 * Signs users in with an interactive flow, and provides tokens for the current account.
 * Thread-safe.
 *
 * <p>This class prompts the user through a {@link SignInFlow}, which redeems the code at the token
 * endpoint. {@link SignedInAccounts} keeps the resulting account.
 */
public final class InteractiveSignIn
    implements UserSignIn, CachingTokenProvider, AccountTokenProvider {
  private final TokenRequest defaultRequest;
  private final TokenClientContext context;
  private final SignInFlow flow;
  private final SignedInAccounts accounts;
  private final SignInLog log;
  private final ReentrantLock promptLock = new ReentrantLock();

  /** Creates a sign-in. Accounts are read from the store on first use. */
  public InteractiveSignIn(
      TokenClientContext context,
      TokenRequest defaultRequest,
      SignInFlow flow,
      TokenCache cache,
      @Nullable AccountStore store) {
    this.defaultRequest = defaultRequest;
    this.flow = flow;
    this.context = context;
    this.log = new SignInLog(context);
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
  public Account signIn(InteractionRequiredException required) {
    TokenRequest request = required.claims().map(defaultRequest::withClaims).orElse(defaultRequest);
    return resolve(required, request, false);
  }

  @Override
  public Account signIn(ConsentRequiredException required) {
    return resolve(required, defaultRequest, true);
  }

  private Account resolve(AdtException required, TokenRequest request, boolean consent) {
    String expectedId = accountOf(required);
    SignedInUser expected = expectedId == null ? null : accounts.find(expectedId);
    String loginHint = expected == null ? null : expected.account().username();
    return prompt(new SignInRequest(request, consent, loginHint, null), expectedId);
  }

  /**
   * Returns the ID of the account that must sign in, or null if any account may.
   *
   * @throws NoCurrentAccountException if the exception may concern an account that it does not name
   */
  private @Nullable String accountOf(AdtException required) {
    String id = required.accountId().orElse(null);
    if (id != null || required instanceof NoCurrentAccountException) {
      return id;
    }
    SignedInUser user = accounts.requireUnchangedCurrent();
    if (user != null) {
      return user.account().id();
    }
    if (!accounts.isUntouched()) {
      throw accounts.noCurrentAccount(); // the exception may concern a signed-out account
    }
    return null;
  }

  private Account prompt(SignInRequest request, @Nullable String expectedId) {
    try {
      // Two prompts at once would confuse the user.
      promptLock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(ErrorDetails.of("The sign-in was canceled.").cause(e));
    }
    long startedAt = context.timing().ticker().getAsLong();
    try {
      return flow.run(request, response -> accept(response, request, expectedId));
    } catch (InteractionRequiredException | ConsentRequiredException e) {
      log.signInFailed(startedAt, e);
      throw expectedId == null ? e : ErrorInternals.instance().forAccount(e, expectedId);
    } catch (AdtException e) {
      log.signInFailed(startedAt, e);
      throw e;
    } finally {
      promptLock.unlock();
    }
  }

  /** Adds the account and its tokens, unless a different user was expected. */
  private Account accept(
      TokenResponse response, SignInRequest request, @Nullable String expectedId) {
    Account account = SignedInUser.account(response);
    if (account == null) {
      throw new UnexpectedResponseException(
          ErrorDetails.of("The token response does not name the user: it has no ID token."));
    }
    if (expectedId != null) {
      checkSameUser(expectedId, account, request);
    }
    accounts.signIn(account, response, defaultRequest, expectedId == null);
    log.signedIn(AccountLabel.of(account));
    return account;
  }

  /** Discards the sign-in of a different user, because the sign-in page accepts any user. */
  private void checkSameUser(String expectedId, Account actual, SignInRequest request) {
    SignedInUser expected = accounts.findLocal(expectedId);
    if (expectedId.equals(actual.id())
        && (expected == null || expected.account().isSameUser(actual))) {
      return;
    }
    throw new DifferentUserException(
        ErrorDetails.of(
                "A different user signed in than the one who was required to; the sign-in was"
                    + " discarded. Sign in as the same user, or call signIn() to change the user.")
            .accountId(expectedId)
            .claims(request.token().claims().orElse(null)),
        actual);
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    String id = requestedAccountId(request);
    if (Principal.NO_ACCOUNT.id().equals(id)) {
      throw accounts.noCurrentAccount();
    }
    SignedInUser user = id == null ? accounts.requireCurrent() : accounts.findLocal(id);
    try {
      if (user == null) {
        throw AccountRefresh.ended(Objects.requireNonNull(id));
      }
      return user.provider().token(request);
    } catch (InteractionRequiredException e) {
      if (accounts.current() == null) {
        throw accounts.noCurrentAccount(); // the user has signed out, perhaps in another process
      }
      throw e;
    }
  }

  /**
   * Returns the ID of the account that started the operation, or that owns the rejected token, so
   * that an operation is never retried or continued as a different user. Returns null for a new
   * operation.
   */
  private static @Nullable String requestedAccountId(TokenRequest request) {
    Principal principal = TokenInternals.instance().principal(request);
    if (principal == null) {
      AccessToken rejected = request.rejectedToken().orElse(null);
      principal = rejected == null ? null : TokenInternals.instance().principal(rejected);
    }
    return principal == null || principal.kind() != Principal.Kind.ACCOUNT ? null : principal.id();
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    String id = requestedAccountId(request);
    SignedInUser user = id == null ? accounts.current() : accounts.findLocal(id);
    return user == null ? null : user.provider().cachedToken(request);
  }

  @Override
  public Principal currentAccountPrincipal() {
    SignedInUser user = accounts.current();
    if (user == null) {
      user = accounts.findCurrent(); // the first operation of a process reads the store
    }
    return user == null ? Principal.NO_ACCOUNT : SignedInAccounts.principal(user.account());
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
