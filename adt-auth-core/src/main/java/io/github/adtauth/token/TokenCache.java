package io.github.adtauth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import io.github.adtauth.store.TokenStore;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens, one entry for each owner and set of scopes, bounded by weight and expiry. A fresh
 * token is returned at once; a stale one too, while one request refreshes it in the background; for
 * an expired one all callers wait for one request and share its result or its error. Thread-safe;
 * share it. Nothing to close: its threads end when idle.
 */
public final class TokenCache {
  /** What an entry weighs beside its token. */
  private static final int ENTRY_OVERHEAD = 500;

  /**
   * How many failures in a row make the whole token service be left alone: a single request that
   * makes it stumble is not to shut out everybody else.
   */
  private static final int AUTHORITY_PATIENCE = 3;

  /** How long an entry stays that holds no token: it remembers a failure. */
  private static final Duration EMPTY_ENTRY = Duration.ofMinutes(2);

  private final SlotContext context;
  private final @Nullable TokenStore store;
  private final Cache<TokenKey, TokenSlot> slots;
  private final BiConsumer<TokenKey, TokenSlot> onChange = this::weighAgain;

  private TokenCache(Builder builder) {
    store = builder.store;
    Backoff authorityBackoff = new Backoff(builder.timing, AUTHORITY_PATIENCE);
    Executor own = TokenThreads.newExecutor();
    context =
        new SlotContext(
            builder.timing,
            builder.executor == null ? own : builder.executor,
            builder.executor == null ? TokenThreads.share(own) : builder.executor,
            builder.listener,
            authorityBackoff);
    slots =
        Caffeine.newBuilder()
            .maximumWeight(builder.maximumWeight)
            .weigher((TokenKey key, TokenSlot slot) -> ENTRY_OVERHEAD + slot.tokenLength())
            .evictionListener(
                (@Nullable TokenKey key, @Nullable TokenSlot slot, RemovalCause cause) -> {
                  if (slot != null && cause == RemovalCause.SIZE) {
                    slot.remove(); // or whoever holds a provider would hold its token too
                  }
                })
            .expireAfter(Expiry.writing((TokenKey key, TokenSlot slot) -> lifetime(slot)))
            .ticker(builder.timing.ticker()::getAsLong)
            .executor(Runnable::run)
            .build();
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
    Objects.requireNonNull(source, "source");
    return new CachedTokenProvider(
        this, owner, store == null ? source : new StoredTokens(store, owner, source, context));
  }

  /**
   * Returns a provider that answers from the local cache alone, whatever store stands behind it.
   * Otherwise as {@link #provider}.
   */
  public TokenProvider localProvider(TokenOwner owner, TokenProvider source) {
    return new CachedTokenProvider(this, owner, Objects.requireNonNull(source, "source"));
  }

  /** Keeps a token that was had by other means, such as the one a sign-in brought. */
  public void put(TokenOwner owner, TokenRequest request, AccessToken token) {
    slot(owner, request.scopes()).hold(token);
  }

  /** Forgets the tokens of an owner, whatever their scopes; also for whoever holds a provider. */
  public void remove(TokenOwner owner) {
    slots
        .asMap()
        .entrySet()
        .removeIf(
            entry -> {
              boolean theirs = entry.getKey().owner().equals(owner);
              if (theirs) {
                entry.getValue().remove();
              }
              return theirs;
            });
  }

  /** Returns until when each valid token is good, of owners of this kind; for a look, not often. */
  public LongSummaryStatistics expiries(Principal.Kind kind) {
    long now = context.timing().clock().millis();
    return slots.asMap().entrySet().stream()
        .filter(entry -> entry.getKey().owner().principal().kind() == kind)
        .mapToLong(entry -> entry.getValue().expiresAtMillis())
        .filter(expiry -> expiry > now)
        .summaryStatistics();
  }

  /** Returns how many entries there are, about. */
  public long size() {
    slots.cleanUp();
    return slots.estimatedSize();
  }

  TokenSlot slot(TokenOwner owner, Set<String> scopes) {
    return slots.get(new TokenKey(owner, scopes), key -> new TokenSlot(context, key, onChange));
  }

  private void weighAgain(TokenKey key, TokenSlot slot) {
    // Back in, if it had expired: a provider holds it still, and remove() is to find it.
    slots.asMap().compute(key, (k, present) -> present == null ? slot : present);
  }

  private Duration lifetime(TokenSlot slot) {
    long left = slot.expiresAtMillis() - context.timing().clock().millis();
    return left <= 0 ? EMPTY_ENTRY : Duration.of(left, TimeUnit.MILLISECONDS.toChronoUnit());
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
     * calling thread makes a caller that stops waiting end the request for all who share it.
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
     * tokens: seal it ({@link io.github.adtauth.store.SealedStore}). It is the caller's to close.
     */
    public Builder store(TokenStore value) {
      store = Objects.requireNonNull(value, "store");
      return this;
    }

    /** Makes the cache. */
    public TokenCache build() {
      return new TokenCache(this);
    }
  }
}
