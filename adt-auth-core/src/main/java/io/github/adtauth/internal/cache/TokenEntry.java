package io.github.adtauth.internal.cache;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.cache.InFlightRequests.InFlightRequest;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The cached token of one owner and one set of scopes. Thread-safe.
 *
 * <p><b>Fresh, stale, expired.</b> A token is fresh until it is due for refresh, then stale, and
 * expired shortly before its expiry. Reading a fresh token takes one volatile read. A stale token
 * is returned too, while one request refreshes it in the background. If the token is expired or
 * missing, callers wait for one request and share its result or its exception.
 *
 * <p><b>Single flight.</b> For each value of the claims, at most one request is in flight. After a
 * rejection with claims, a caller joins any request with claims, so that one challenge is handled
 * at a time. Requests run on the executor of the cache, so a caller that stops waiting does not
 * cancel the request for the others. The lock guards every change of state, but is never held
 * during a request.
 *
 * <p><b>Rejected tokens.</b> A request after a rejection drops the rejected token, unless another
 * caller has replaced it already. A young token is kept: if the resource rejects a token that was
 * just acquired, another one would not help. In that case callers get the rejected token again, and
 * the response of the resource goes to them. The number of tokens that are requested with different
 * claims within a minute is limited, because a resource that always requires other claims would
 * otherwise cost a token request for each call.
 *
 * <p><b>Failures.</b> A failed request is followed by a back-off, in which callers get the cached
 * exception. A background refresh that fails does not fail a caller, because the token is still
 * valid.
 *
 * <p><b>Removal.</b> A provider may reference an entry after the cache has removed it. A removed
 * entry does not keep tokens or failures, including those of requests that are still in flight.
 *
 * <p>This file is long because all states change under one lock.
 */
final class TokenEntry {
  /** The number of young tokens with different claims that are replaced in a row. */
  private static final int MAX_CLAIMS_REQUESTS = 3;

  /** About the duration of a token request, after which the queue has space again. */
  private static final Duration QUEUE_FULL_RETRY_AFTER = Duration.ofSeconds(1);

  private final CacheContext context;
  private final TokenOwner owner;
  private final Set<String> scopes;
  private final @Nullable TokenEntry next;
  private final Listener listener;
  private final String label;
  private final ReentrantLock lock = new ReentrantLock();
  private final InFlightRequests inFlight = new InFlightRequests();
  private volatile @Nullable FailureCache failures; // created by the first failure
  private volatile boolean hasSucceeded;
  private volatile @Nullable CachedToken cached;
  private volatile boolean removed;

  /** Receives changes of an entry. */
  @FunctionalInterface
  interface Listener {
    /** Called after the weight or expiry of an entry has changed. */
    void entryChanged(TokenEntry entry);
  }

  /** Creates an empty entry. */
  TokenEntry(
      CacheContext context,
      TokenOwner owner,
      Set<String> scopes,
      @Nullable TokenEntry next,
      Listener listener) {
    this.context = context;
    this.owner = owner;
    this.scopes = scopes;
    this.next = next;
    this.listener = listener;
    this.label = owner.principal().label();
  }

  Set<String> scopes() {
    return scopes;
  }

  /** Returns the next entry of the same owner, or null. */
  @Nullable TokenEntry next() {
    return next;
  }

  boolean isFor(Set<String> requestedScopes) {
    return !removed && (scopes == requestedScopes || scopes.equals(requestedScopes));
  }

  /** Drops the token permanently. Does not lock, because the cache calls it under its own lock. */
  void remove() {
    removed = true;
    cached = null;
    failures = null;
  }

  /**
   * Drops failures that no longer back off. A provider may reference this entry long after its
   * eviction, and the weight of an exception and its stack trace is no longer counted then.
   */
  void forgetFailures() {
    FailureCache current = failures;
    if (current != null && !current.isBackingOff()) {
      failures = null;
    }
  }

  /** Returns the approximate number of bytes of the token and the failures. */
  int weight() {
    CachedToken current = cached;
    FailureCache failed = failures;
    return (current == null ? 0 : current.weight()) + (failed == null ? 0 : failed.weight());
  }

  /** Returns when the token expires, in milliseconds since the epoch, or 0 without a token. */
  long expiresAtMillis() {
    CachedToken current = cached;
    return current == null ? 0 : current.expiredAt();
  }

  /** Returns a token that is not expired, or null. Starts a refresh if the token is stale. */
  @Nullable AccessToken cachedToken(TokenRequest request, TokenProvider source, Object user) {
    CachedToken current = cached;
    if (current == null || request.rejectedToken().isPresent() || request.claims().isPresent()) {
      return null;
    }
    long now = context.clock().millis();
    if (now < current.staleAt()) {
      context.listener().tokenServed(label, false);
      return current.token();
    }
    if (now < current.expiredAt()) {
      refreshInBackground(request, source, user);
      context.listener().tokenServed(label, true);
      return current.token();
    }
    return null;
  }

  /** Returns a token, and waits for a request if there is no cached one. */
  AccessToken token(TokenRequest request, TokenProvider source, Object user) throws IOException {
    AccessToken token = cachedToken(request, source, user);
    if (token != null) {
      return token;
    }
    InFlightRequest pending;
    boolean isNew = false;
    lock.lock();
    try {
      token = tokenWithoutRequest(request);
      if (token != null) {
        return token;
      }
      pending = join(request);
      if (pending == null) {
        pending = inFlight.start(request, ticks());
        isNew = true;
      }
    } finally {
      lock.unlock();
    }
    if (isNew) {
      submit(request, source, user, pending);
    }
    return InFlightRequests.await(pending);
  }

  /**
   * Returns the token for a request that needs no token request, or null. After a rejection, this
   * is the token that has replaced the rejected one. It is the rejected token itself if the token
   * service has handled this challenge, or another one, a moment ago. Requires the lock.
   */
  private @Nullable AccessToken tokenWithoutRequest(TokenRequest request) {
    AccessToken rejected = request.rejectedToken().orElse(null);
    String claims = request.claims().orElse(null);
    CachedToken current = cached;
    if (current != null && context.clock().millis() >= current.expiredAt()) {
      current = null;
    }
    FailureCache failed = failures;
    if (rejected != null
        && claims != null
        && failed != null
        && failed.hasRejectedClaimsWithin(CachedToken.YOUNG_NANOS)) {
      failed.throwIfCached(claims);
      return current == null ? rejected : current.token();
    }
    if (current == null) {
      return null;
    }
    boolean hasClaims = claims == null || claims.equals(current.claims());
    if (rejected == null) {
      return hasClaims ? current.token() : null;
    }
    boolean isCurrent = current.token().equals(rejected);
    boolean isYoung = current.isYoung(ticks());
    if (hasClaims) {
      if (!isCurrent || isYoung) {
        return current.token();
      }
    } else if (isYoung && hasReachedClaimsLimit(current, isCurrent)) {
      return current.token();
    }
    if (isCurrent) {
      cached = null;
      context.tokenEvicted(owner);
    }
    return null;
  }

  private static boolean hasReachedClaimsLimit(CachedToken current, boolean isRejected) {
    return isRejected ? current.claims() != null : current.claimsRequests() >= MAX_CLAIMS_REQUESTS;
  }

  private void refreshInBackground(TokenRequest request, TokenProvider source, Object user) {
    FailureCache failed = failures;
    if (inFlight.isRefreshInFlight(ticks())
        || (failed != null && failed.isBackingOff())
        || context.health().isOpen()) {
      return;
    }
    try {
      TokenRequest refresh = TokenInternals.instance().withoutRejection(request);
      InFlightRequest started = startRefresh(refresh);
      if (started != null) {
        submit(refresh, source, user, started);
      }
    } catch (RuntimeException | LinkageError e) {
      // No caller waits, and the cached token is still valid. The next caller tries again.
      context.tokenFailed(owner, Duration.ZERO, e);
    }
  }

  /** Returns a new request, or null if another caller has started one. */
  private @Nullable InFlightRequest startRefresh(TokenRequest refresh) {
    lock.lock();
    try {
      return inFlight.isRefreshInFlight(ticks()) || join(refresh) != null
          ? null
          : inFlight.start(refresh, ticks());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the request in flight to wait for, or null. Requires the lock. */
  private @Nullable InFlightRequest join(TokenRequest request) {
    InFlightRequest pending = inFlight.find(request, ticks());
    FailureCache failed = failures;
    if (pending == null && failed != null) {
      failed.throwIfCached(InFlightRequests.claims(request));
    }
    return pending;
  }

  /** Executes a new request. Called without the lock, because the decorator is the user's code. */
  private void submit(
      TokenRequest request, TokenProvider source, Object user, InFlightRequest started) {
    String claims = InFlightRequests.claims(request);
    TokenExecutor executor = hasSucceeded ? context.executor() : context.firstRequestExecutor();
    Runnable task;
    try {
      task = context.taskDecorator().decorate(() -> acquire(request, claims, source, started));
    } catch (Error e) {
      fail(claims, started, e);
      throw e;
    }
    try {
      executor.execute(user, task);
    } catch (LinkageError e) {
      if (fail(claims, started, e)) {
        throw e;
      }
    } catch (RuntimeException | Error e) {
      // The queue is full, or the JVM could not start a thread and threw an Error.
      UnavailableException rejection =
          new UnavailableException(
              ErrorDetails.of("Too many token requests are queued.")
                  .retryAfter(QUEUE_FULL_RETRY_AFTER)
                  .cause(e));
      if (fail(claims, started, rejection)) {
        throw rejection;
      }
    }
  }

  /** Returns whether the request had no result yet. */
  private boolean fail(String claims, InFlightRequest started, Throwable failure) {
    removeInFlight(claims, started);
    return started.completeExceptionally(failure);
  }

  private void acquire(
      TokenRequest request, String claims, TokenProvider source, InFlightRequest pending) {
    long start = ticks();
    boolean isRefresh = cached != null;
    AccessToken token;
    try {
      token = source.token(request);
      if (token == null) {
        throw ProviderErrors.returnedNull();
      }
    } catch (Throwable failure) {
      try {
        onFailure(claims, failure);
        context.tokenFailed(owner, durationSince(start), failure);
      } finally {
        removeInFlight(claims, pending);
        pending.completeExceptionally(failure);
      }
      return;
    }
    try {
      onAcquired(claims, token);
      context.tokenAcquired(owner, durationSince(start), token.expiresAt(), isRefresh);
    } finally {
      removeInFlight(claims, pending);
      pending.complete(token);
    }
  }

  /** Caches a token that was acquired by a sign-in, which also clears failures. */
  void put(AccessToken token) {
    failures = null;
    onAcquired(InFlightRequests.NO_CLAIMS, token);
  }

  private void onAcquired(String claims, AccessToken token) {
    lock.lock();
    try {
      cached = CachedToken.of(token, claims.isEmpty() ? null : claims, context.timing(), cached);
      if (removed) {
        cached = null;
      }
      FailureCache failed = failures;
      // A token without claims does not change that the service has just rejected the claims.
      if (!claims.isEmpty()
          || failed == null
          || !failed.hasRejectedClaimsWithin(CachedToken.YOUNG_NANOS)) {
        failures = null;
      }
      hasSucceeded = true;
    } finally {
      lock.unlock();
    }
    if (!removed) {
      listener.entryChanged(this);
    }
  }

  private void onFailure(String claims, Throwable failure) {
    lock.lock();
    try {
      FailureCache failed = failures == null ? new FailureCache(context.timing()) : failures;
      failed.add(claims, failure, context.health());
      failures = failed;
    } finally {
      lock.unlock();
    }
    if (removed) {
      failures = null;
    } else {
      listener.entryChanged(this);
    }
  }

  private void removeInFlight(String claims, InFlightRequest pending) {
    lock.lock();
    try {
      inFlight.remove(claims, pending);
    } finally {
      lock.unlock();
    }
  }

  private long ticks() {
    return context.timing().ticker().getAsLong();
  }

  private Duration durationSince(long start) {
    return Duration.ofNanos(ticks() - start);
  }
}
