package io.github.adtauth.internal.cache;

import io.github.adtauth.AdtException;
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
 * The token of one owner and one set of scopes: fresh, stale or expired. A read of a fresh token is
 * one volatile read; everything else happens under the lock, but never the request itself.
 *
 * <p>Longer than most files, because all of its states change under one lock.
 */
final class TokenEntry {
  /** How many demands for other claims are met within a minute, where their tokens are older. */
  private static final int MAX_CLAIMS_REQUESTS = 3;

  /** About as long as a request takes, so that there is space in the queue. */
  private static final Duration RETRY_AFTER_REJECTION = Duration.ofSeconds(1);

  private final TokenCache cache;
  private final CacheContext context;
  private final OwnerEntries partition;
  private final Set<String> scopes;
  private final @Nullable TokenEntry next;
  private final String label;
  private final ReentrantLock lock = new ReentrantLock();
  private final InFlightRequests flights = new InFlightRequests();
  private volatile @Nullable FailureCache failures; // made when there is something to remember
  private boolean known;
  private volatile @Nullable CachedToken held;
  private volatile boolean removed;

  /** Begins empty, in front of the others of its owner. */
  TokenEntry(
      TokenCache cache, OwnerEntries partition, Set<String> scopes, @Nullable TokenEntry next) {
    this.cache = cache;
    this.context = cache.context();
    this.partition = partition;
    this.scopes = scopes;
    this.next = next;
    this.label = partition.owner().principal().label();
  }

  Set<String> scopes() {
    return scopes;
  }

  @Nullable TokenEntry next() {
    return next;
  }

  boolean isFor(Set<String> wanted) {
    return !removed && (scopes == wanted || scopes.equals(wanted));
  }

  /**
   * Forgets the token for good; what is still under way is not kept either. Without the lock: the
   * cache calls this while it holds its own.
   */
  void remove() {
    removed = true;
    held = null;
    failures = null;
  }

  /**
   * Drops failures that no longer back off. A provider may keep this slot alive long after the
   * cache has evicted the entry, and then nothing counts what an exception and its stack weigh.
   */
  void forgetFailures() {
    FailureCache remembered = failures;
    if (remembered != null && !remembered.isBackingOff()) {
      failures = null;
    }
  }

  /** Returns about how many bytes it keeps beside itself. */
  int weight() {
    CachedToken h = held;
    int token = h == null ? 0 : h.token().authorizationHeader().length() + length(h.claims());
    FailureCache remembered = failures;
    return token + (remembered == null ? 0 : remembered.weight());
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  long expiresAtMillis() {
    CachedToken h = held;
    return h == null ? 0 : h.expiredAt();
  }

  @Nullable AccessToken tokenAtHand(TokenRequest request, TokenProvider source, Object user) {
    CachedToken h = held;
    if (h == null || request.rejectedToken().isPresent() || request.claims().isPresent()) {
      return null;
    }
    long now = context.clock().millis();
    if (now < h.staleAt()) {
      context.listener().tokenServed(label, false);
      return h.token();
    }
    if (now < h.expiredAt()) {
      refreshInBackground(request, source, user);
      context.listener().tokenServed(label, true);
      return h.token();
    }
    return null;
  }

  AccessToken token(TokenRequest request, TokenProvider source, Object user) throws IOException {
    AccessToken atHand = tokenAtHand(request, source, user);
    if (atHand != null) {
      return atHand;
    }
    InFlightRequest flight;
    lock.lock();
    try {
      AccessToken present = withoutCall(request);
      if (present != null) {
        return present;
      }
      flight = join(request, source, user);
    } finally {
      lock.unlock();
    }
    return InFlightRequests.await(flight);
  }

  /**
   * Returns what a request gets without a call of the token service, or null. After a rejection
   * this is the token that another caller has put in place of the rejected one meanwhile. It is the
   * rejected token itself where the token service has been asked about this demand, or any other, a
   * moment ago: the resource's response then goes to the caller.
   */
  private @Nullable AccessToken withoutCall(TokenRequest request) {
    AccessToken rejected = request.rejectedToken().orElse(null);
    String claims = request.claims().orElse(null);
    CachedToken h = held;
    if (h != null && context.clock().millis() >= h.expiredAt()) {
      h = null;
    }
    FailureCache remembered = failures;
    if (rejected != null
        && claims != null
        && remembered != null
        && remembered.rejectedClaimsWithin(CachedToken.YOUNG_NANOS)) {
      remembered.throwIfCached(claims); // the reason, where this demand was rejected
      return h == null ? rejected : h.token();
    }
    if (h == null) {
      return null;
    }
    boolean young = h.isYoung(ticks());
    if (rejected == null) {
      return claims == null || claims.equals(h.claims()) ? h.token() : null;
    }
    boolean isHeld = h.token().equals(rejected);
    if (claims == null || claims.equals(h.claims())) {
      if (!isHeld || young) {
        return h.token();
      }
    } else if (young && (isHeld ? h.claims() != null : h.claimsRequests() >= MAX_CLAIMS_REQUESTS)) {
      return h.token(); // or a resource that always demands something else costs a request a call
    }
    if (isHeld) {
      held = null;
      context.tokenEvicted(partition.owner());
    }
    return null;
  }

  private void refreshInBackground(TokenRequest request, TokenProvider source, Object user) {
    FailureCache remembered = failures;
    if (flights.isRefreshInFlight(ticks())
        || (remembered != null && remembered.isBackingOff())
        || context.authority().isOpen()) {
      return;
    }
    lock.lock();
    try {
      if (!flights.isRefreshInFlight(ticks())) {
        InFlightRequest unused = join(TokenInternals.instance().withoutRejection(request), source, user);
      }
    } catch (AdtException | LinkageError e) {
      // Nobody waits, and the cached token is still valid; the next caller tries again.
      context.tokenFailed(partition.owner(), Duration.ZERO, e);
    } finally {
      lock.unlock();
    }
  }

  /** Joins the request under way for these claims, or starts it. Holds the lock. */
  private InFlightRequest join(TokenRequest request, TokenProvider source, Object user) {
    String claims = request.claims().orElse(InFlightRequests.NO_CLAIMS);
    InFlightRequest flight = flights.get(claims, ticks());
    if (flight == null && request.rejectedToken().isPresent() && !claims.isEmpty()) {
      flight = flights.getAnyWithClaims(ticks()); // one challenge at a time
    }
    if (flight == null) {
      FailureCache remembered = failures;
      if (remembered != null) {
        remembered.throwIfCached(claims);
      }
      InFlightRequest started = flights.start(claims, ticks());
      flight = started;
      try {
        TokenExecutor executor = known ? context.executor() : context.newcomers();
        executor.execute(user, acquiring(request, claims, source, started));
      } catch (LinkageError e) {
        flights.land(claims, started);
        if (started.completeExceptionally(e)) {
          throw e;
        }
      } catch (RuntimeException | Error e) {
        flights.land(claims, started);
        if (!started.isDone()) {
          // Also if the JVM cannot start a thread and throws an Error.
          UnavailableException refused =
              new UnavailableException(
                  ErrorDetails.of("Too many requests for tokens are waiting.")
                      .retryAfter(RETRY_AFTER_REJECTION)
                      .cause(e));
          started.completeExceptionally(refused);
          throw refused;
        }
      }
    }
    return flight;
  }

  /** Returns what an executor is given, and may print: so no record of what is asked for. */
  private Runnable acquiring(
      TokenRequest request, String claims, TokenProvider source, InFlightRequest flight) {
    return new Runnable() {
      @Override
      public void run() {
        acquire(request, claims, source, flight);
      }
    };
  }

  private void acquire(
      TokenRequest request, String claims, TokenProvider source, InFlightRequest flight) {
    long start = ticks();
    boolean refresh = held != null;
    AccessToken token;
    try {
      token = source.token(request);
      if (token == null) {
        throw ProviderErrors.returnedNull();
      }
    } catch (Throwable failure) {
      try {
        failed(claims, failure);
        context.tokenFailed(partition.owner(), since(start), failure);
      } finally {
        land(claims, flight);
        flight.completeExceptionally(failure);
      }
      return;
    }
    try {
      acquired(claims, token);
      context.tokenAcquired(partition.owner(), since(start), token.expiresAt(), refresh);
    } finally {
      land(claims, flight);
      flight.complete(token);
    }
  }

  void hold(AccessToken token) {
    failures = null; // a sign-in has met whatever was demanded
    acquired(InFlightRequests.NO_CLAIMS, token);
  }

  private void acquired(String claims, AccessToken token) {
    lock.lock();
    try {
      held = CachedToken.of(token, claims.isEmpty() ? null : claims, context.timing(), held);
      if (removed) {
        held = null;
      }
      FailureCache remembered = failures;
      if (!claims.isEmpty()
          || remembered == null
          || !remembered.rejectedClaimsWithin(CachedToken.YOUNG_NANOS)) {
        failures = null;
      }
      known = true;
    } finally {
      lock.unlock();
    }
    if (!removed) {
      cache.changed(partition, this);
    }
  }

  private void failed(String claims, Throwable failure) {
    lock.lock();
    try {
      FailureCache memory = failures == null ? new FailureCache(context.timing()) : failures;
      memory.failed(claims, failure, context.authority());
      failures = memory;
    } finally {
      lock.unlock();
    }
    if (removed) {
      failures = null;
    } else {
      cache.changed(partition, this);
    }
  }

  private void land(String claims, InFlightRequest flight) {
    lock.lock();
    try {
      flights.land(claims, flight);
    } finally {
      lock.unlock();
    }
  }

  private long ticks() {
    return context.timing().ticker().getAsLong();
  }

  private Duration since(long start) {
    return Duration.ofNanos(ticks() - start);
  }
}
