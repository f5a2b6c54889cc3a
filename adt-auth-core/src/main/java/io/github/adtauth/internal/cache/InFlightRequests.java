package io.github.adtauth.internal.cache;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a slot that are under way, one for each demand of claims. Not thread-safe but for
 * {@link #isRefreshInFlight}; most slots rest most of the time, and then it is next to nothing.
 */
final class InFlightRequests {
  static final String NO_CLAIMS = "";

  /** After this time a request is taken for lost: an executor may drop what it was given. */
  private static final long LOST_NANOS = Duration.ofMinutes(5).toNanos();

  private Map<String, InFlightRequest> byClaims = Map.of();
  private volatile @Nullable InFlightRequest plain;

  /** One request, and since when it is under way. */
  static final class InFlightRequest extends CompletableFuture<AccessToken> {
    private final long since;

    private InFlightRequest(long since) {
      this.since = since;
    }

    private boolean isLost(long now) {
      return now - since > LOST_NANOS;
    }

    private void end(@Nullable AccessToken token, @Nullable Throwable failure) {
      if (failure == null) {
        complete(token);
      } else {
        completeExceptionally(failure);
      }
    }
  }

  /** Returns the request under way, or null if there is none or it is lost. */
  @Nullable InFlightRequest get(String claims, long now) {
    InFlightRequest flight = byClaims.get(claims);
    return flight != null && flight.isLost(now) ? null : flight;
  }

  /** Returns a request with claims that is under way, whatever they are; null if there is none. */
  @Nullable InFlightRequest getAnyWithClaims(long now) {
    for (Map.Entry<String, InFlightRequest> entry : byClaims.entrySet()) {
      if (!entry.getKey().isEmpty() && !entry.getValue().isLost(now)) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Begins a request; who waits for one that is lost gets its result. */
  InFlightRequest start(String claims, long now) {
    if (byClaims.isEmpty()) {
      byClaims = new HashMap<>(2);
    }
    InFlightRequest flight = new InFlightRequest(now);
    InFlightRequest lost = byClaims.put(claims, flight);
    if (lost != null) {
      CompletableFuture<AccessToken> unused = flight.whenComplete(lost::end);
    }
    plain = byClaims.get(NO_CLAIMS);
    return flight;
  }

  void land(String claims, InFlightRequest flight) {
    if (!byClaims.isEmpty()) {
      byClaims.remove(claims, flight); // not the one that took the place of a lost one
    }
    if (byClaims.isEmpty()) {
      byClaims = Map.of();
    }
    plain = byClaims.get(NO_CLAIMS);
  }

  /** Tells whether a request without claims is under way; may be asked by any thread. */
  boolean isRefreshInFlight(long now) {
    InFlightRequest flight = plain;
    return flight != null && !flight.isLost(now);
  }

  /** Waits for a request that others wait for too; ending the wait does not end it for them. */
  static AccessToken await(InFlightRequest flight) throws IOException {
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
      if (failure instanceof Error error) {
        throw error; // of the VM, or of the user's class: as it is
      }
      throw new IllegalStateException(failure);
    }
  }
}
