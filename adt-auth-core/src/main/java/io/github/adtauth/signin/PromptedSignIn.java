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
    return user == null ? null : SignInHint.login(user.account.username());
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
      return remember(interaction.run(request));
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
      SignedIn earlier = signedIn.remove(account.id());
      if (earlier != null) {
        earlier.refreshToken = null; // who still holds its provider is not to outlive a sign-out
      }
      latest = add(account, refreshToken, stored);
    } finally {
      lock.unlock();
    }
    return account;
  }

  private SignedIn add(Account account, @Nullable Secret refreshToken, boolean stored) {
    SignedIn user = new SignedIn(account, refreshToken, stored);
    TokenOwner owner = context.owner(Principal.account(account.id()));
    user.provider = cache.provider(owner, request -> refresh(user, request));
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
        for (Account account : kept) {
          Secret refreshToken =
              signedIn.containsKey(account.id()) ? null : store.refreshToken(account);
          if (refreshToken != null) {
            SignedIn user = add(account, refreshToken, true);
            latest = latest == null || account.equals(kept.get(kept.size() - 1)) ? user : latest;
          }
        }
      } finally {
        lock.unlock();
      }
    } catch (IOException e) {
      context.storeFault("read", e);
    }
  }

  private AccessToken refresh(SignedIn user, TokenRequest request) {
    Secret refreshToken = newest(user);
    if (refreshToken == null) {
      throw nobody("The sign-in of " + user.account.username() + " has ended.");
    }
    TokenAnswer answer = endpoint.refresh(refreshToken, request);
    Secret replaced = answer.refreshToken();
    lock.lock();
    try {
      // Not where the user signed out meanwhile.
      if (replaced != null && user.refreshToken != null) {
        user.refreshToken = replaced;
      }
    } finally {
      lock.unlock();
    }
    if (store != null && replaced != null) {
      try {
        store.replace(user.account, refreshToken, replaced);
      } catch (IOException e) {
        context.storeFault("write", e);
      }
    }
    return answer.token();
  }

  /** Another process may have been given a newer one, or have signed the user out. */
  private @Nullable Secret newest(SignedIn user) {
    Secret own = user.refreshToken;
    if (store == null || own == null || !user.stored) {
      return own;
    }
    try {
      return store.refreshToken(user.account);
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
    return user == null ? null : user.provider.tokenAtHand(request);
  }

  private TokenProvider current() {
    if (latest == null) {
      restore();
    }
    SignedIn user = latest;
    if (user == null) {
      throw nobody("Nobody is signed in.");
    }
    return user.provider;
  }

  @Override
  public List<Account> accounts() {
    restore();
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
    restore();
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
    final boolean stored;
    volatile @Nullable Secret refreshToken;
    volatile TokenProvider provider =
        request -> {
          throw nobody("Nobody is signed in.");
        };

    SignedIn(Account account, @Nullable Secret refreshToken, boolean stored) {
      this.account = account;
      this.stored = stored;
      this.refreshToken = refreshToken;
    }
  }
}
