package io.github.adtauth.token;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedAnswerException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The token of one owner and one set of scopes: fresh, stale or expired. A read of a fresh token is
 * one volatile read; everything else happens under the lock, but never the request itself.
 */
final class TokenSlot {
  /** A token this young is not replaced for a 401 without claims: the fault lies elsewhere. */
  private static final long YOUNG_NANOS = Duration.ofSeconds(60).toNanos();

  private static final String NO_CLAIMS = "";

  private final SlotContext context;
  private final TokenKey key;
  private final String label;
  private final BiConsumer<TokenKey, TokenSlot> onChange;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, CompletableFuture<AccessToken>> inFlight = new HashMap<>();
  private final Backoff backoff;
  private @Nullable String failedClaims;
  private volatile @Nullable HeldToken held;
  private volatile boolean refreshing;
  private volatile boolean removed;

  TokenSlot(SlotContext context, TokenKey key, BiConsumer<TokenKey, TokenSlot> onChange) {
    this.context = context;
    this.key = key;
    this.label = key.owner().principal().label();
    this.onChange = onChange;
    this.backoff = new Backoff(context.timing(), 1);
  }

  boolean isFor(Set<String> scopes) {
    return !removed && (key.scopes() == scopes || key.scopes().equals(scopes));
  }

  /** Forgets the token for good; what is still under way is not kept either. */
  void remove() {
    lock.lock();
    try {
      removed = true;
      held = null;
    } finally {
      lock.unlock();
    }
  }

  int tokenLength() {
    HeldToken h = held;
    return h == null ? 0 : h.token().authorization().length();
  }

  long expiresAtMillis() {
    HeldToken h = held;
    return h == null ? 0 : h.expiredAt();
  }

  @Nullable AccessToken tokenAtHand(TokenRequest request, TokenProvider source) {
    HeldToken h = held;
    if (h == null || request.rejectedOrNull() != null || request.claimsOrNull() != null) {
      return null;
    }
    long now = context.timing().clock().millis();
    if (now < h.staleAt()) {
      context.listener().tokenServed(label, false);
      return h.token();
    }
    if (now < h.expiredAt()) {
      refreshInBackground(source, request);
      context.listener().tokenServed(label, true);
      return h.token();
    }
    return null;
  }

  AccessToken token(TokenRequest request, TokenProvider source) throws IOException {
    AccessToken atHand = tokenAtHand(request, source);
    if (atHand != null) {
      return atHand;
    }
    CompletableFuture<AccessToken> flight;
    lock.lock();
    try {
      AccessToken replaced = alreadyReplaced(request);
      if (replaced != null) {
        return replaced;
      }
      flight = join(request, source);
    } finally {
      lock.unlock();
    }
    return await(flight);
  }

  /** Returns the token that another caller has put in place of the rejected one meanwhile. */
  private @Nullable AccessToken alreadyReplaced(TokenRequest request) {
    HeldToken h = held;
    long now = context.timing().clock().millis();
    if (h == null || now >= h.expiredAt()) {
      return null;
    }
    AccessToken rejected = request.rejectedOrNull();
    String claims = request.claimsOrNull();
    if (rejected == null || !h.token().equals(rejected)) {
      return claims == null || claims.equals(h.claims()) ? h.token() : null;
    }
    if (claims == null && context.timing().ticker().getAsLong() - h.since() < YOUNG_NANOS) {
      return h.token();
    }
    held = null;
    context.listener().tokenEvicted(label);
    return null;
  }

  private void refreshInBackground(TokenProvider source, TokenRequest request) {
    if (refreshing || backoff.active() != null || context.authorityBackoff().active() != null) {
      return;
    }
    lock.lock();
    try {
      if (!refreshing) {
        CompletableFuture<AccessToken> unused = join(request.plain(), source);
      }
    } catch (AdtException e) {
      // Nobody waits, and the token at hand is still valid; the next caller tries again.
      context.listener().tokenRefused(label, Duration.ZERO, e);
    } finally {
      lock.unlock();
    }
  }

  /** Joins the request under way for these claims, or starts it. Holds the lock. */
  private CompletableFuture<AccessToken> join(TokenRequest request, TokenProvider source) {
    String claims = Objects.requireNonNullElse(request.claimsOrNull(), NO_CLAIMS);
    CompletableFuture<AccessToken> flight = inFlight.get(claims);
    if (flight == null) {
      refuseWhileBackingOff(claims);
      flight = new CompletableFuture<>();
      CompletableFuture<AccessToken> started = flight;
      inFlight.put(claims, flight);
      refreshing = inFlight.containsKey(NO_CLAIMS);
      try {
        context.executor().execute(() -> acquire(request, claims, source, started));
      } catch (RejectedExecutionException e) {
        land(claims);
        throw new UnavailableException(
            ErrorDetails.of("Too many requests for tokens are waiting.").cause(e));
      }
    }
    return flight;
  }

  private void refuseWhileBackingOff(String claims) {
    if (claims.equals(failedClaims) && backoff.active() instanceof AdtException failure) {
      throw failure.retryable() ? leftAlone(failure, backoff) : failure.forThisCaller();
    }
    if (context.authorityBackoff().active() instanceof AdtException failure) {
      throw leftAlone(failure, context.authorityBackoff());
    }
  }

  private static UnavailableException leftAlone(AdtException failure, Backoff backoff) {
    return new UnavailableException(
        ErrorDetails.of("The token service failed a moment ago and is left alone for now.")
            .status(failure.status())
            .correlationId(failure.correlationId().orElse(null))
            .retryAfter(backoff.remaining())
            .cause(failure));
  }

  private void acquire(
      TokenRequest request,
      String claims,
      TokenProvider source,
      CompletableFuture<AccessToken> flight) {
    long start = context.timing().ticker().getAsLong();
    AccessToken token;
    try {
      token = source.token(request);
      if (token == null) {
        throw new UnexpectedAnswerException(ErrorDetails.of("The token provider returned null."));
      }
    } catch (Throwable failure) {
      failed(claims, failure);
      context.listener().tokenRefused(label, since(start), failure);
      flight.completeExceptionally(failure);
      return;
    }
    try {
      acquired(claims, token);
      context.listener().tokenAcquired(label, since(start), token.expiresAt());
    } finally {
      flight.complete(token);
    }
  }

  void hold(AccessToken token) {
    acquired(NO_CLAIMS, token);
  }

  private void acquired(String claims, AccessToken token) {
    lock.lock();
    try {
      held =
          removed ? null : HeldToken.of(token, claims.isEmpty() ? null : claims, context.timing());
      backoff.succeeded();
      land(claims);
    } finally {
      lock.unlock();
    }
    context.authorityBackoff().succeeded();
    if (!removed) {
      onChange.accept(key, this);
    }
  }

  private void failed(String claims, Throwable failure) {
    lock.lock();
    try {
      Duration asked = failure instanceof AdtException e ? e.retryAfter().orElse(null) : null;
      failedClaims = claims;
      backoff.failed(failure, asked);
      if (failure instanceof AdtException e && isTheAuthoritys(e)) {
        context.authorityBackoff().failed(failure, asked);
      }
      land(claims);
    } finally {
      lock.unlock();
    }
  }

  /** What was refused here, before anybody was asked, says nothing of the token service. */
  private static boolean isTheAuthoritys(AdtException e) {
    return e.retryable() && (e.status() != 0 || e.getCause() instanceof IOException);
  }

  private void land(String claims) {
    inFlight.remove(claims);
    refreshing = inFlight.containsKey(NO_CLAIMS);
  }

  private Duration since(long start) {
    return Duration.ofNanos(context.timing().ticker().getAsLong() - start);
  }

  private static AccessToken await(CompletableFuture<AccessToken> flight) throws IOException {
    try {
      return flight.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(
          ErrorDetails.of("The wait for a token was canceled.").cause(e));
    } catch (ExecutionException e) {
      Throwable failure = e.getCause();
      if (failure instanceof AdtException ours) {
        throw ours.forThisCaller();
      }
      if (failure instanceof IOException io) {
        throw new IOException(io.getMessage(), io);
      }
      if (failure instanceof RuntimeException theirs) {
        throw theirs;
      }
      throw new IllegalStateException(failure);
    }
  }
}
