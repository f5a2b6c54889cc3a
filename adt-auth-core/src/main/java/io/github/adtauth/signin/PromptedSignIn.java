package io.github.adtauth.signin;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.UnexpectedAnswerException;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.Principal;
import io.github.adtauth.token.TokenCache;
import io.github.adtauth.token.TokenOwner;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Users who signed in by a prompt, and the refresh tokens that keep them signed in. */
final class PromptedSignIn implements UserSignIn {
  private final LoginContext context;
  private final TokenEndpoint endpoint;
  private final TokenRequest defaultRequest;
  private final Interaction interaction;
  private final TokenCache cache;
  private final ReentrantLock prompting = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, SignedIn> signedIn = new LinkedHashMap<>();
  private volatile @Nullable SignedIn latest;

  PromptedSignIn(
      LoginContext context,
      TokenRequest defaultRequest,
      Interaction interaction,
      TokenCache cache) {
    this.context = context;
    this.endpoint = new TokenEndpoint(context);
    this.defaultRequest = defaultRequest;
    this.interaction = interaction;
    this.cache = cache;
  }

  @Override
  public Account signIn() {
    return prompt(defaultRequest, false);
  }

  @Override
  public Account signIn(InteractionRequiredException demand) {
    return prompt(demand.claims().map(defaultRequest::withClaims).orElse(defaultRequest), false);
  }

  @Override
  public Account signIn(ConsentRequiredException demand) {
    return prompt(defaultRequest, true);
  }

  private Account prompt(TokenRequest request, boolean consent) {
    try {
      // Two prompts at once would confuse whoever sits in front of them.
      prompting.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(ErrorDetails.of("The sign-in was canceled.").cause(e));
    }
    try {
      return remember(interaction.run(request, consent));
    } finally {
      prompting.unlock();
    }
  }

  private Account remember(TokenAnswer answer) {
    Account account = answer.account();
    if (account == null) {
      throw new UnexpectedAnswerException(
          ErrorDetails.of("The token service does not say who signed in: there is no id token."));
    }
    TokenOwner owner = context.owner(Principal.account(account.id()));
    cache.remove(owner);
    cache.put(owner, defaultRequest, answer.token());
    SignedIn user = new SignedIn(account, answer.refreshToken());
    user.provider = cache.provider(owner, request -> refresh(user, request));
    lock.lock();
    try {
      SignedIn earlier = signedIn.remove(account.id());
      if (earlier != null) {
        earlier.refreshToken = null; // who still holds its provider is not to outlive a sign-out
      }
      signedIn.put(account.id(), user);
      latest = user;
    } finally {
      lock.unlock();
    }
    return account;
  }

  private AccessToken refresh(SignedIn user, TokenRequest request) {
    Secret refreshToken = user.refreshToken;
    if (refreshToken == null) {
      throw nobody("The sign-in of " + user.account.username() + " has ended.");
    }
    TokenAnswer answer = endpoint.refresh(refreshToken, request);
    Secret replaced = answer.refreshToken();
    lock.lock();
    try {
      // Not where the user signed out meanwhile.
      if (replaced != null && refreshToken.equals(user.refreshToken)) {
        user.refreshToken = replaced;
      }
    } finally {
      lock.unlock();
    }
    return answer.token();
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    return current().token(request);
  }

  @Override
  public @Nullable AccessToken tokenAtHand(TokenRequest request) {
    SignedIn user = latest;
    return user == null ? null : user.provider.tokenAtHand(request);
  }

  private TokenProvider current() {
    SignedIn user = latest;
    if (user == null) {
      throw nobody("Nobody is signed in.");
    }
    return user.provider;
  }

  @Override
  public List<Account> accounts() {
    lock.lock();
    try {
      List<Account> accounts = new ArrayList<>();
      signedIn.values().forEach(user -> accounts.add(user.account));
      return List.copyOf(accounts);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public TokenProvider as(Account account) {
    lock.lock();
    try {
      SignedIn user = signedIn.get(account.id());
      if (user == null) {
        throw new IllegalArgumentException(account.username() + " is not signed in");
      }
      return user.provider;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void signOut(Account account) {
    lock.lock();
    try {
      SignedIn gone = signedIn.remove(account.id());
      if (gone != null) {
        gone.refreshToken = null;
        gone.provider =
            request -> {
              throw nobody(account.username() + " has signed out.");
            };
        if (latest == gone) {
          latest = signedIn.values().stream().reduce((first, second) -> second).orElse(null);
        }
      }
    } finally {
      lock.unlock();
    }
    cache.remove(context.owner(Principal.account(account.id())));
  }

  private static InteractionRequiredException nobody(String why) {
    return new InteractionRequiredException(ErrorDetails.of(why + " Call signIn()."));
  }

  /** One user and what keeps it signed in. */
  private static final class SignedIn {
    final Account account;
    volatile @Nullable Secret refreshToken;
    volatile TokenProvider provider =
        request -> {
          throw nobody("Nobody is signed in.");
        };

    SignedIn(Account account, @Nullable Secret refreshToken) {
      this.account = account;
      this.refreshToken = refreshToken;
    }
  }
}
