package io.github.adtauth.signin;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedAnswerException;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.Principal;
import io.github.adtauth.token.TokenCache;
import io.github.adtauth.token.TokenOwner;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Users who signed in by a prompt, and the refresh tokens that keep them signed in. */
final class PromptedSignIn implements UserSignIn {
  private final LoginContext context;
  private final TokenEndpoint endpoint;
  private final TokenRequest defaultRequest;
  private final Interaction interaction;
  private final TokenCache cache;
  private final @Nullable AccountStore store;
  private final ReentrantLock prompting = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, SignedIn> signedIn = new LinkedHashMap<>();
  private volatile @Nullable SignedIn latest;

  PromptedSignIn(
      LoginContext context,
      TokenRequest defaultRequest,
      Interaction interaction,
      TokenCache cache,
      @Nullable AccountStore store) {
    this.context = context;
    this.endpoint = new TokenEndpoint(context);
    this.defaultRequest = defaultRequest;
    this.interaction = interaction;
    this.cache = cache;
    this.store = store;
  }

  @Override
  public Account signIn() {
    return prompt(new SignInRequest(defaultRequest, false, null));
  }

  @Override
  public Account signIn(SignInHint hint) {
    return prompt(new SignInRequest(defaultRequest, false, hint));
  }

  @Override
  public Account signIn(InteractionRequiredException demand) {
    TokenRequest request = demand.claims().map(defaultRequest::withClaims).orElse(defaultRequest);
    return prompt(new SignInRequest(request, false, theSameUser()));
  }

  @Override
  public Account signIn(ConsentRequiredException demand) {
    return prompt(new SignInRequest(defaultRequest, true, theSameUser()));
  }

  private @Nullable SignInHint theSameUser() {
    SignedIn user = latest;
    return user == null ? null : SignInHint.login(user.account().username());
  }

  private Account prompt(SignInRequest request) {
    try {
      // Two prompts at once would confuse whoever sits in front of them.
      prompting.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(ErrorDetails.of("The sign-in was canceled.").cause(e));
    }
    try {
      return interaction.run(request, this::remember);
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
    cache.remove(owner(account));
    cache.put(owner(account), defaultRequest, answer.token());
    Secret refreshToken = answer.refreshToken();
    boolean stored = false;
    if (store != null && refreshToken != null) {
      try {
        store.put(account, refreshToken);
        stored = true;
      } catch (IOException e) {
        context.storeFault("write", e); // signed in for this process at least
      }
    }
    lock.lock();
    try {
      latest = add(account, refreshToken, stored);
    } finally {
      lock.unlock();
    }
    context.signedIn(account);
    return account;
  }

  private SignedIn add(Account account, @Nullable Secret refreshToken, boolean stored) {
    SignedIn user = signedIn.remove(account.id()); // the latest goes last
    SignedIn last = latest;
    if (user == null) {
      user =
          last != null && last.isOf(account)
              ? last
              : new SignedIn(account, cache, owner(account), this::refresh);
    }
    user.signIn(account, refreshToken, stored);
    signedIn.put(account.id(), user);
    return user;
  }

  /** Takes over from the store who signed in before or in another process, and who has gone. */
  private void restore() {
    if (store == null) {
      return;
    }
    try {
      List<Account> kept = store.accounts();
      lock.lock();
      try {
        for (SignedIn user : List.copyOf(signedIn.values())) {
          if (user.isStored() && store.refreshToken(user.account()) == null) {
            forget(user.account());
          }
        }
        SignedIn last = null;
        for (Account account : kept) {
          Secret refreshToken =
              signedIn.containsKey(account.id()) ? null : store.refreshToken(account);
          last = refreshToken == null ? last : add(account, refreshToken, true);
        }
        if (latest == null) {
          latest = last; // else who calls stays who called
        }
      } finally {
        lock.unlock();
      }
    } catch (IOException e) {
      context.storeFault("read", e);
    }
  }

  private AccessToken refresh(SignedIn user, TokenRequest request) {
    Secret own = user.refreshToken();
    Secret refreshToken = newest(user, own);
    if (refreshToken == null) {
      throw nobody("The sign-in of " + user.account().username() + " has ended.");
    }
    TokenAnswer answer = endpoint.refresh(refreshToken, request);
    Secret replaced = answer.refreshToken();
    lock.lock();
    try {
      // Not where the user signed out or in again meanwhile.
      if (replaced != null && Objects.equals(user.refreshToken(), own)) {
        user.refreshed(replaced);
      }
    } finally {
      lock.unlock();
    }
    if (store != null && replaced != null) {
      try {
        store.replace(user.account(), refreshToken, replaced);
      } catch (IOException e) {
        context.storeFault("write", e);
      }
    }
    return answer.token();
  }

  /** Another process may have been given a newer one, or have signed the user out. */
  private @Nullable Secret newest(SignedIn user, @Nullable Secret own) {
    if (store == null || own == null || !user.isStored()) {
      return own;
    }
    try {
      return store.refreshToken(user.account());
    } catch (IOException e) {
      context.storeFault("read", e);
      return own;
    }
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    return current().token(request);
  }

  @Override
  public @Nullable AccessToken tokenAtHand(TokenRequest request) {
    SignedIn user = latest;
    return user == null ? null : user.provider().tokenAtHand(request);
  }

  private TokenProvider current() {
    if (latest == null) {
      restore();
    }
    SignedIn user = latest;
    if (user == null) {
      throw nobody("Nobody is signed in.");
    }
    return user.provider();
  }

  @Override
  public List<Account> accounts() {
    restore();
    lock.lock();
    try {
      return signedIn.values().stream().map(SignedIn::account).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public TokenProvider as(Account account) {
    SignedIn user = known(account);
    if (user == null) {
      restore();
      user = known(account);
    }
    if (user == null) {
      throw new IllegalArgumentException(account.username() + " is not signed in");
    }
    return user.provider();
  }

  private @Nullable SignedIn known(Account account) {
    lock.lock();
    try {
      return signedIn.get(account.id());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void signOut(Account account) {
    if (store != null) {
      try {
        store.remove(account);
      } catch (IOException e) {
        throw new UnavailableException(
            ErrorDetails.of("The store did not forget the account; it is still signed in.")
                .cause(e));
      }
    }
    lock.lock();
    try {
      forget(account);
      SignedIn last = latest;
      if (last != null && last.isOf(account)) {
        latest = signedIn.values().stream().reduce((first, second) -> second).orElse(null);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Who still holds its provider is not to outlive a sign-out. */
  private void forget(Account account) {
    SignedIn gone = signedIn.remove(account.id());
    if (gone != null) {
      gone.signOut();
    }
    cache.remove(owner(account));
  }

  private TokenOwner owner(Account account) {
    return context.owner(Principal.account(account.id()));
  }

  private static InteractionRequiredException nobody(String why) {
    return new InteractionRequiredException(ErrorDetails.of(why + " Call signIn()."));
  }
}
