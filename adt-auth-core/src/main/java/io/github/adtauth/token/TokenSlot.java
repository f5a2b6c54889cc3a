package io.github.adtauth.token;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedAnswerException;
import io.github.adtauth.token.Flights.Flight;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
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

  private final SlotContext context;
  private final TokenKey key;
  private final String label;
  private final BiConsumer<TokenKey, TokenSlot> onChange;
  private final ReentrantLock lock = new ReentrantLock();
  private final Flights flights = new Flights();
  private volatile @Nullable Backoff backoff; // made when there is something to leave alone
  private boolean known;
  private @Nullable String failedClaims;
  private volatile @Nullable HeldToken held;
  private volatile boolean removed;

  TokenSlot(SlotContext context, TokenKey key, BiConsumer<TokenKey, TokenSlot> onChange) {
    this.context = context;
    this.key = key;
    this.label = key.owner().principal().label();
    this.onChange = onChange;
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
    Flight flight;
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
    return Flights.await(flight);
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
    if (claims == null && ticks() - h.since() < YOUNG_NANOS) {
      return h.token();
    }
    held = null;
    context.listener().tokenEvicted(label);
    return null;
  }

  private void refreshInBackground(TokenProvider source, TokenRequest request) {
    if (flights.isPlainUnderWay(ticks())
        || backingOff() != null
        || context.authorityBackoff().active() != null) {
      return;
    }
    lock.lock();
    try {
      if (!flights.isPlainUnderWay(ticks())) {
        Flight unused = join(request.plain(), source);
      }
    } catch (AdtException e) {
      // Nobody waits, and the token at hand is still valid; the next caller tries again.
      context.listener().tokenRefused(label, Duration.ZERO, e);
    } finally {
      lock.unlock();
    }
  }

  /** Joins the request under way for these claims, or starts it. Holds the lock. */
  private Flight join(TokenRequest request, TokenProvider source) {
    String claims = Objects.requireNonNullElse(request.claimsOrNull(), Flights.NO_CLAIMS);
    Flight flight = flights.get(claims, ticks());
    if (flight == null) {
      refuseWhileBackingOff(claims);
      Flight started = flights.start(claims, ticks());
      flight = started;
      try {
        Executor executor = known ? context.executor() : context.newcomers();
        executor.execute(() -> acquire(request, claims, source, started));
      } catch (RuntimeException | Error e) {
        flights.land(claims, started);
        if (!started.isDone()) {
          // Also where no thread can be started, which is an Error.
          UnavailableException refused =
              new UnavailableException(
                  ErrorDetails.of("Too many requests for tokens are waiting.").cause(e));
          started.completeExceptionally(refused);
          throw refused;
        }
      }
    }
    return flight;
  }

  private void refuseWhileBackingOff(String claims) {
    Backoff own = backoff;
    if (own != null
        && claims.equals(failedClaims)
        && own.active() instanceof AdtException failure) {
      throw failure.retryable() ? leftAlone(failure, own) : failure.forThisCaller();
    }
    if (context.authorityBackoff().active() instanceof AdtException failure) {
      throw leftAlone(failure, context.authorityBackoff());
    }
  }

  private @Nullable Throwable backingOff() {
    Backoff own = backoff;
    return own == null ? null : own.active();
  }

  private static UnavailableException leftAlone(AdtException failure, Backoff backoff) {
    return new UnavailableException(
        ErrorDetails.of("The token service failed a moment ago and is left alone for now.")
            .status(failure.status())
            .correlationId(failure.correlationId().orElse(null))
            .retryAfter(backoff.remaining())
            .cause(failure));
  }

  private void acquire(TokenRequest request, String claims, TokenProvider source, Flight flight) {
    long start = ticks();
    AccessToken token;
    try {
      token = source.token(request);
      if (token == null) {
        throw new UnexpectedAnswerException(ErrorDetails.of("The token provider returned null."));
      }
    } catch (Throwable failure) {
      try {
        failed(claims, failure);
        context.listener().tokenRefused(label, since(start), failure);
      } finally {
        land(claims, flight);
        flight.completeExceptionally(failure);
      }
      return;
    }
    try {
      acquired(claims, token);
      context.listener().tokenAcquired(label, since(start), token.expiresAt());
    } finally {
      land(claims, flight);
      flight.complete(token);
    }
  }

  void hold(AccessToken token) {
    acquired(Flights.NO_CLAIMS, token);
  }

  private void acquired(String claims, AccessToken token) {
    lock.lock();
    try {
      held =
          removed ? null : HeldToken.of(token, claims.isEmpty() ? null : claims, context.timing());
      backoff = null;
      known = true;
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
      Backoff own = backoff == null ? new Backoff(context.timing(), 1) : backoff;
      own.failed(failure, asked);
      backoff = own;
      if (failure instanceof AdtException e && isTheAuthoritys(e)) {
        context.authorityBackoff().failed(failure, asked);
      }
    } finally {
      lock.unlock();
    }
  }

  private void land(String claims, Flight flight) {
    lock.lock();
    try {
      flights.land(claims, flight);
    } finally {
      lock.unlock();
    }
  }

  /** What was refused here, before anybody was asked, says nothing of the token service. */
  private static boolean isTheAuthoritys(AdtException e) {
    return e.retryable() && (e.status() != 0 || e.getCause() instanceof IOException);
  }

  private long ticks() {
    return context.timing().ticker().getAsLong();
  }

  private Duration since(long start) {
    return Duration.ofNanos(ticks() - start);
  }
}
