package io.github.adtauth.internal.cache;

import io.github.adtauth.AuthListener;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.listener.GuardedAuthListener;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chain of providers. The first provider that returns a token is chosen permanently. If a
 * provider throws {@link CredentialUnavailableException}, the chain tries the next one. Any other
 * failure fails the call and chooses no provider, because an outage or a rejected credential must
 * not change the calling identity. Thread-safe.
 */
public final class ChainedTokenProvider implements AccountTokenProvider {
  private static final Logger LOG = LoggerFactory.getLogger(TokenProvider.class);
  private static final int MAX_NAME = 200;
  private static final int NONE = -1;

  private final List<TokenProvider> providers;
  private final AuthListener listener;
  private final AtomicInteger choice; // the index of the chosen provider, or NONE

  public ChainedTokenProvider(List<TokenProvider> providers, AuthListener listener) {
    this(List.copyOf(providers), GuardedAuthListener.of(listener), new AtomicInteger(NONE));
    if (providers.isEmpty()) {
      throw new IllegalArgumentException("providers must not be empty");
    }
  }

  private ChainedTokenProvider(
      List<TokenProvider> providers, AuthListener listener, AtomicInteger choice) {
    this.providers = providers;
    this.listener = listener;
    this.choice = choice;
  }

  /**
   * Returns a chain whose providers all cache their tokens: this one if they do, otherwise a copy.
   * The copy and this chain share one choice.
   */
  ChainedTokenProvider cached() {
    List<TokenProvider> cached = providers.stream().map(ExternalTokenProvider::of).toList();
    for (int i = 0; i < cached.size(); i++) {
      if (cached.get(i) != providers.get(i)) {
        return new ChainedTokenProvider(cached, listener, choice);
      }
    }
    return this;
  }

  private @Nullable TokenProvider chosen() {
    int index = choice.get();
    return index == NONE ? null : providers.get(index);
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    TokenProvider provider = chosen();
    return provider == null ? null : provider.cachedToken(request);
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    TokenProvider provider = chosen();
    return provider == null ? chooseWithToken(request) : provider.token(request);
  }

  private AccessToken chooseWithToken(TokenRequest request) throws IOException {
    List<CredentialUnavailableException> unavailable = new ArrayList<>();
    for (int i = 0; i < providers.size(); i++) {
      TokenProvider provider = providers.get(i);
      AccessToken token;
      try {
        token = provider.token(request);
      } catch (CredentialUnavailableException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CallCanceledException(
              ErrorDetails.of("The thread was interrupted while it chose a credential.").cause(e));
        }
        unavailable.add(e);
        continue;
      }
      if (token == null) {
        throw new UnexpectedResponseException(
            ErrorDetails.of("The token provider " + provider + " returned null."));
      }
      int first = choose(i, unavailable);
      // Another thread may have chosen another provider; this token must not be used then.
      return first == i ? token : providers.get(first).token(request);
    }
    TokenProvider first = chosen();
    if (first != null) {
      return first.token(request);
    }
    throw noneAvailable(unavailable);
  }

  /** Returns the account of the chosen provider, or of the first one that may have an account. */
  @Override
  public @Nullable Principal currentAccountPrincipal() {
    TokenProvider provider = chosen();
    if (provider != null) {
      return accountOf(provider);
    }
    for (TokenProvider candidate : providers) {
      Principal account = accountOf(candidate);
      if (account != null) {
        return account;
      }
    }
    return null;
  }

  private static @Nullable Principal accountOf(TokenProvider provider) {
    return provider instanceof AccountTokenProvider source
        ? source.currentAccountPrincipal()
        : null;
  }

  /** Returns the listener of the chain, or that of the chosen provider. */
  @Override
  public AuthListener listener() {
    TokenProvider provider = chosen();
    return listener != AuthListener.NONE || provider == null ? listener : provider.listener();
  }

  /** Chooses a provider unless another thread has. Returns the index of the chosen one. */
  private int choose(int index, List<CredentialUnavailableException> unavailable) {
    int first = choice.compareAndExchange(NONE, index);
    if (first != NONE) {
      return first;
    }
    String name = Redactor.sanitizeId(providers.get(index).toString(), MAX_NAME);
    if (unavailable.isEmpty()) {
      LOG.info("Chose {}.", name);
    } else {
      LOG.info("Chose {}. Unavailable: {}", name, list(unavailable, false));
    }
    listener.credentialSelected(name);
    return index;
  }

  private CredentialUnavailableException noneAvailable(
      List<CredentialUnavailableException> unavailable) {
    CredentialUnavailableException failure =
        new CredentialUnavailableException(
            ErrorDetails.of("No credential is available: " + list(unavailable, true))
                .cause(unavailable.get(0)));
    for (int i = 1; i < unavailable.size(); i++) {
      failure.addSuppressed(unavailable.get(i));
    }
    return failure;
  }

  private String list(List<CredentialUnavailableException> unavailable, boolean withFix) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < unavailable.size(); i++) {
      CredentialUnavailableException e = unavailable.get(i);
      text.append(i == 0 ? "" : " ").append(i + 1).append(". ");
      text.append(Redactor.sanitizeId(providers.get(i).toString(), MAX_NAME)).append(": ");
      text.append(withFix ? e.getMessage() : e.reason());
    }
    return text.toString();
  }

  @Override
  public String toString() {
    TokenProvider provider = chosen();
    return provider == null ? "the first of " + providers : provider.toString();
  }
}
