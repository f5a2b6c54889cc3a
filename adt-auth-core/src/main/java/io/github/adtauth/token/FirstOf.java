package io.github.adtauth.token;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The first of several providers that gives a token, and from then on that one alone: who is called
 * as one principal is not to become another because of an outage. Thread-safe.
 */
final class FirstOf implements TokenProvider {
  private final List<TokenProvider> providers;
  private final AuthListener listener;
  private final AtomicReference<@Nullable TokenProvider> chosen = new AtomicReference<>();

  FirstOf(List<TokenProvider> providers, AuthListener listener) {
    if (providers.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to choose from");
    }
    this.providers = List.copyOf(providers);
    this.listener = AuthListener.guarded(listener);
  }

  @Override
  public @Nullable AccessToken tokenAtHand(TokenRequest request) {
    TokenProvider provider = chosen.get();
    return provider == null ? null : provider.tokenAtHand(request);
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    TokenProvider known = chosen.get();
    if (known != null) {
      return known.token(request);
    }
    List<Exception> failures = new ArrayList<>();
    for (TokenProvider provider : providers) {
      AccessToken token;
      try {
        token = provider.token(request);
      } catch (CallCanceledException e) {
        throw e;
      } catch (IOException | RuntimeException e) { // other libraries have exceptions of their own
        if (Thread.currentThread().isInterrupted()) {
          throw new CallCanceledException(
              ErrorDetails.of("The search for an identity was interrupted.").cause(e));
        }
        failures.add(e);
        continue;
      }
      TokenProvider first = choose(provider);
      return first == provider ? token : first.token(request);
    }
    throw none(failures);
  }

  /** Returns who is kept to from now on: another, where another caller was first. */
  private TokenProvider choose(TokenProvider provider) {
    TokenProvider first = chosen.compareAndExchange(null, provider);
    if (first != null) {
      return first;
    }
    listener.credentialSelected(provider.toString());
    return provider;
  }

  private AdtException none(List<Exception> failures) {
    StringBuilder text = new StringBuilder("None of these gave a token.");
    boolean retryable = false;
    for (int i = 0; i < failures.size(); i++) {
      Exception failure = failures.get(i);
      retryable |= failure instanceof IOException;
      retryable |= failure instanceof AdtException e && e.retryable();
      String why =
          failure instanceof AdtException || failure instanceof IllegalArgumentException
              ? failure.getMessage()
              : failure.getClass().getSimpleName();
      text.append(' ').append(i + 1).append(". ").append(providers.get(i)).append(": ").append(why);
    }
    ErrorDetails details = ErrorDetails.of(text.toString()).cause(failures.get(0));
    AdtException failure =
        retryable ? new UnavailableException(details) : new CredentialException(details);
    failures.stream().skip(1).forEach(failure::addSuppressed);
    return failure;
  }

  @Override
  public String toString() {
    TokenProvider provider = chosen.get();
    return provider == null ? "the first of " + providers : provider.toString();
  }
}
