package io.github.adtauth.internal.cache;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.json.GsonVersion;
import io.github.adtauth.internal.store.BoundedTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens, one entry for each owner, bounded by weight and expiry. A fresh token is returned
 * at once; a stale one too, while one request refreshes it in the background; for an expired one
 * all callers wait for one request and share its result or its error. Thread-safe; share it.
 * Nothing to close: its threads end when idle.
 */
public final class TokenCache {
  private final CacheContext context;
  private final TokenServiceBreaker authority;
  private final @Nullable TokenStore store;
  private final EntryTable partitions;

  private TokenCache(Builder builder) {
    GsonVersion.check();
    store = builder.store;
    TokenServiceHealth health = new TokenServiceHealth(builder.timing);
    Executor threads = TokenExecutors.newExecutor();
    Executor given = builder.executor;
    authority = new TokenServiceBreaker(health);
    context =
        new CacheContext(
            builder.timing,
            builder.timing.clock(),
            given == null ? TokenExecutors.all(threads) : TokenExecutor.of(given),
            given == null ? TokenExecutors.forNewcomers(threads) : TokenExecutor.of(given),
            builder.listener,
            new TokenLog(builder.timing),
            health);
    partitions = new EntryTable(builder.maximumWeight, builder.timing);
  }

  /** Begins a cache with its defaults: 64 MB, the machine's time, threads of its own. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a provider that answers from this cache and asks {@code source} for what is missing.
   * Cheap: one for each call will do. The source is asked on the executor, by one thread at a time
   * for each owner and set of scopes.
   */
  public TokenProvider provider(TokenOwner owner, TokenProvider source) {
    return provider(owner, owner.principal(), source);
  }

  /**
   * Returns a provider as {@link #provider(TokenOwner, TokenProvider)} does, for an owner that is
   * one of several of the same user: two inbound tokens, for example.
   *
   * @param user identifies the user, by {@code equals}. The threads of this cache are shared fairly
   *     among users, whatever the number of their owners, and when the token service throttles
   *     several owners of one user, {@link #authority()} counts one principal.
   */
  public TokenProvider provider(TokenOwner owner, Object user, TokenProvider source) {
    Objects.requireNonNull(source, "source");
    TokenProvider guarded =
        new BreakerTokenProvider(authority, Objects.requireNonNull(user, "user"), source);
    return new CachedTokenProvider(
        this,
        owner,
        user,
        store == null ? guarded : new StoreBackedTokenProvider(store, owner, guarded, context));
  }

  /**
   * Returns a provider that answers from the local cache alone, whatever store stands behind it,
   * and asks the source whatever state the token service is in: one that asks it does so by {@link
   * #authority()}. Otherwise as {@link #provider}.
   */
  public TokenProvider localProvider(TokenOwner owner, TokenProvider source) {
    return localProvider(owner, owner.principal(), source);
  }

  /**
   * Returns a provider as {@link #localProvider(TokenOwner, TokenProvider)} does, for an owner that
   * is one of several of the same user: two sessions, for example.
   *
   * @param user identifies the user, by {@code equals}: the threads of this cache are shared fairly
   *     among users, whatever the number of their owners
   */
  public TokenProvider localProvider(TokenOwner owner, Object user, TokenProvider source) {
    return new CachedTokenProvider(
        this,
        owner,
        Objects.requireNonNull(user, "user"),
        Objects.requireNonNull(source, "source"));
  }

  /** Returns the guard of the token service that the sources of this cache ask. */
  public TokenServiceBreaker authority() {
    return authority;
  }

  /** Keeps a token that was had by other means, such as the one a sign-in brought. */
  public void put(TokenOwner owner, TokenRequest request, AccessToken token) {
    slot(owner, request.scopes()).hold(token);
  }

  /**
   * Forgets the tokens of an owner, whatever their scopes; also for whoever holds a provider, and
   * in the store behind, as far as they were asked for here. A store that is down keeps them until
   * they expire; {@link AuthListener#storeFailed} tells.
   */
  public void remove(TokenOwner owner) {
    OwnerEntries gone = partitions.remove(owner);
    if (gone != null) {
      for (TokenEntry slot = gone.clear(); slot != null && store != null; slot = slot.next()) {
        StoreBackedTokenProvider.remove(store, owner, slot.scopes(), context);
      }
    }
  }

  /** Returns until when each valid token is good, of owners of this kind; for a look, not often. */
  public LongSummaryStatistics expiries(Principal.Kind kind) {
    long now = context.clock().millis();
    return partitions
        .all()
        .filter(partition -> partition.owner().principal().kind() == kind)
        .mapToLong(OwnerEntries::expiresAtMillis)
        .filter(expiry -> expiry > now)
        .summaryStatistics();
  }

  /** Returns how many owners there are, about. */
  public long size() {
    return partitions.size();
  }

  TokenEntry slot(TokenOwner owner, Set<String> scopes) {
    return partitions.of(owner).slot(scopes, this);
  }

  CacheContext context() {
    return context;
  }

  /** Weighs again what has changed. */
  void changed(OwnerEntries partition, TokenEntry slot) {
    OwnerEntries kept = partitions.keep(partition);
    if (kept != partition) {
      slot.remove(); // another has taken its place, and only that one can be found
    }
  }

  /** Gathers the settings of a cache. Not thread-safe. */
  public static final class Builder {
    private Timing timing = Timing.system();
    private @Nullable Executor executor;
    private AuthListener listener = AuthListener.NONE;
    private long maximumWeight = 64L << 20;
    private @Nullable TokenStore store;

    private Builder() {}

    /** Takes time and chance from here. */
    public Builder timing(Timing value) {
      timing = Objects.requireNonNull(value, "timing");
      return this;
    }

    /**
     * Asks for tokens on this executor; it is the caller's to close. One that runs tasks on the
     * calling thread makes a caller that stops waiting end the request for all who share it. It is
     * not shared fairly among users, unlike the threads of the cache.
     */
    public Builder executor(Executor value) {
      executor = Objects.requireNonNull(value, "executor");
      return this;
    }

    /** Tells this listener. */
    public Builder listener(AuthListener value) {
      listener = AuthListener.guarded(value);
      return this;
    }

    /**
     * Bounds the cache to about this many bytes of tokens and their entries.
     *
     * @throws IllegalArgumentException if it is less than 64 KB
     */
    public Builder maximumWeight(long bytes) {
      if (bytes < 64 << 10) {
        throw new IllegalArgumentException("maximumWeight is in bytes, at least 64 KB");
      }
      maximumWeight = bytes;
      return this;
    }

    /**
     * Puts a store behind the local cache, shared by nodes and outliving them. What it holds are
     * tokens: seal it ({@link io.github.adtauth.store.SealedTokenStore}). It is the caller's to
     * close.
     */
    public Builder store(TokenStore value) {
      store = BoundedTokenStore.of(Objects.requireNonNull(value, "store"));
      return this;
    }

    /** Makes the cache. */
    public TokenCache build() {
      return new TokenCache(this);
    }
  }
}
