package io.github.adtauth.internal.cache;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.json.GsonVersion;
import io.github.adtauth.internal.listener.GuardedAuthListener;
import io.github.adtauth.internal.store.BoundedTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Caches access tokens by owner and scopes, bounded by weight and expiry. Refreshes tokens in the
 * background and coalesces concurrent requests; {@link TokenEntry} describes how. Thread-safe:
 * share it. It needs no closing, because its threads terminate when idle.
 */
public final class TokenCache {
  private final CacheContext context;
  private final TokenServiceBreaker breaker;
  private final @Nullable TokenStore store;
  private final EntryTable entries;

  private TokenCache(Builder builder) {
    GsonVersion.check();
    store = builder.store;
    TokenServiceHealth health = new TokenServiceHealth(builder.timing);
    Executor threads = TokenExecutors.newExecutor();
    Executor custom = builder.executor;
    TokenLog log = new TokenLog(builder.timing);
    breaker = new TokenServiceBreaker(health);
    context =
        new CacheContext(
            builder.timing,
            builder.timing.clock(),
            custom == null ? TokenExecutors.shared(threads) : TokenExecutor.from(custom),
            custom == null ? TokenExecutors.forFirstRequests(threads) : TokenExecutor.from(custom),
            new TaskDecorator(builder.taskDecorator, log),
            builder.listener,
            log,
            health);
    entries = new EntryTable(builder.maximumWeight, builder.timing);
  }

  /** Returns a builder with a maximum weight of 64 MB, the system clock and the cache's threads. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a provider that caches the tokens of a source. It is cheap enough to create one for
   * each call. The source is called on the executor of the cache, by one thread at a time for each
   * owner and set of scopes.
   */
  public TokenProvider provider(TokenOwner owner, TokenProvider source) {
    return provider(owner, owner.principal(), source);
  }

  /**
   * Returns a provider as {@link #provider(TokenOwner, TokenProvider)} does, for one of several
   * owners of the same user, such as two inbound tokens.
   *
   * @param user the user, compared by {@code equals}. The threads of the cache are shared fairly
   *     among users, however many owners they have. {@link #breaker()} counts the user as one
   *     principal when the token service throttles several of the owners.
   */
  public TokenProvider provider(TokenOwner owner, Object user, TokenProvider source) {
    Objects.requireNonNull(source, "source");
    TokenProvider guarded =
        new BreakerTokenProvider(breaker, Objects.requireNonNull(user, "user"), source);
    return new CachedTokenProvider(
        this,
        owner,
        user,
        store == null ? guarded : new StoreBackedTokenProvider(store, owner, guarded, context));
  }

  /**
   * Returns a provider that does not use the store, and calls the source even if the circuit
   * breaker is open. A source that calls the token service uses {@link #breaker()} itself.
   * Otherwise as {@link #provider(TokenOwner, TokenProvider)}.
   */
  public TokenProvider localProvider(TokenOwner owner, TokenProvider source) {
    return localProvider(owner, owner.principal(), source);
  }

  /**
   * Returns a provider as {@link #localProvider(TokenOwner, TokenProvider)} does, for one of
   * several owners of the same user, such as two sessions.
   *
   * @param user the user, compared by {@code equals}. The threads of the cache are shared fairly
   *     among users, however many owners they have.
   */
  public TokenProvider localProvider(TokenOwner owner, Object user, TokenProvider source) {
    return new CachedTokenProvider(
        this,
        owner,
        Objects.requireNonNull(user, "user"),
        Objects.requireNonNull(source, "source"));
  }

  /** Returns the circuit breaker of the token service that the sources of this cache call. */
  public TokenServiceBreaker breaker() {
    return breaker;
  }

  /** Adds a token that was acquired in another way, such as by a sign-in. */
  public void put(TokenOwner owner, TokenRequest request, AccessToken token) {
    entry(owner, request.scopes()).put(token);
  }

  /**
   * Removes the tokens of an owner for all scopes, also from existing providers and from the store.
   * In the store, only tokens that this cache has requested are removed. If the store fails, it
   * keeps them until they expire, and {@link AuthListener#storeFailed} is called.
   */
  public void remove(TokenOwner owner) {
    OwnerEntries removed = entries.remove(owner);
    if (removed != null) {
      for (TokenEntry entry = removed.clear(); entry != null && store != null; ) {
        StoreBackedTokenProvider.remove(store, owner, entry.scopes(), context);
        entry = entry.next();
      }
    }
  }

  /**
   * Returns the expiry times of the valid tokens of all owners of a kind, in milliseconds since the
   * epoch. Iterates over the whole cache.
   */
  public LongSummaryStatistics expiries(Principal.Kind kind) {
    long now = context.clock().millis();
    return entries.stream()
        .filter(owner -> owner.owner().principal().kind() == kind)
        .mapToLong(OwnerEntries::expiresAtMillis)
        .filter(expiry -> expiry > now)
        .summaryStatistics();
  }

  /** Returns the approximate number of owners. */
  public long size() {
    return entries.size();
  }

  TokenEntry entry(TokenOwner owner, Set<String> scopes) {
    return entries.get(owner).entry(scopes, context);
  }

  CacheContext context() {
    return context;
  }

  /** Builds a cache. Not thread-safe. */
  public static final class Builder {
    private Timing timing = Timing.system();
    private @Nullable Executor executor;
    private @Nullable UnaryOperator<Runnable> taskDecorator;
    private AuthListener listener = AuthListener.NONE;
    private long maximumWeight = 64L << 20;
    private @Nullable TokenStore store;

    private Builder() {}

    /** Sets the clock, random source and ticker. For tests. */
    public Builder timing(Timing value) {
      timing = Objects.requireNonNull(value, "timing");
      return this;
    }

    /**
     * Sets the executor of token requests, which the caller must close. With an executor that runs
     * tasks on the calling thread, a caller that stops waiting cancels the request for everyone who
     * shares it. Unlike the threads of the cache, it is not shared fairly among users.
     */
    public Builder executor(Executor value) {
      executor = Objects.requireNonNull(value, "executor");
      return this;
    }

    /**
     * Sets a function that wraps each token request, to carry context such as a tracing span from
     * the caller to the thread of the request. It is called on the thread of the caller.
     */
    public Builder taskDecorator(UnaryOperator<Runnable> value) {
      taskDecorator = Objects.requireNonNull(value, "taskDecorator");
      return this;
    }

    /** Sets the listener. */
    public Builder listener(AuthListener value) {
      listener = GuardedAuthListener.of(value);
      return this;
    }

    /**
     * Sets the approximate maximum number of bytes of tokens and their entries.
     *
     * @throws IllegalArgumentException if {@code bytes} is less than 64 KB
     */
    public Builder maximumWeight(long bytes) {
      if (bytes < 64 << 10) {
        throw new IllegalArgumentException("maximum weight must be at least 64 KB: " + bytes);
      }
      maximumWeight = bytes;
      return this;
    }

    /**
     * Sets a store behind the local cache, which other nodes share and which survives restarts. It
     * holds tokens, so encrypt it with {@link io.github.adtauth.store.SealedTokenStore}. The caller
     * must close it.
     */
    public Builder store(TokenStore value) {
      store = BoundedTokenStore.of(Objects.requireNonNull(value, "store"));
      return this;
    }

    /** Creates the cache. */
    public TokenCache build() {
      return new TokenCache(this);
    }
  }
}
