package io.github.adtauth.internal.cache;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.internal.error.ErrorInternals;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The token requests of an entry that are in flight, at most one for each value of the claims. Uses
 * almost no memory while there are none. Not thread-safe, except for {@link #isRefreshInFlight}.
 */
final class InFlightRequests {
  static final String NO_CLAIMS = "";

  /** A request is considered lost after this time, because an executor may drop its task. */
  private static final long LOST_AFTER_NANOS = Duration.ofMinutes(5).toNanos();

  private Map<String, InFlightRequest> byClaims = Map.of();
  private volatile @Nullable InFlightRequest refresh;

  /** The future result of one request. */
  static final class InFlightRequest extends CompletableFuture<AccessToken> {
    private final long startedAt;

    private InFlightRequest(long startedAt) {
      this.startedAt = startedAt;
    }

    private boolean isLost(long now) {
      return now - startedAt > LOST_AFTER_NANOS;
    }

    private void completeWith(@Nullable AccessToken token, @Nullable Throwable failure) {
      if (failure == null) {
        complete(token);
      } else {
        completeExceptionally(failure);
      }
    }
  }

  /** Returns the request in flight for these claims, or null if there is none or it is lost. */
  @Nullable InFlightRequest get(String claims, long now) {
    InFlightRequest request = byClaims.get(claims);
    return request != null && request.isLost(now) ? null : request;
  }

  /** Returns a request in flight with any claims, or null. */
  @Nullable InFlightRequest getAnyWithClaims(long now) {
    for (Map.Entry<String, InFlightRequest> entry : byClaims.entrySet()) {
      if (!entry.getKey().isEmpty() && !entry.getValue().isLost(now)) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Adds a request. Callers that wait for a lost request get the result of the new one. */
  InFlightRequest start(String claims, long now) {
    if (byClaims.isEmpty()) {
      byClaims = new HashMap<>(2);
    }
    InFlightRequest request = new InFlightRequest(now);
    InFlightRequest lost = byClaims.put(claims, request);
    if (lost != null) {
      CompletableFuture<AccessToken> unused = request.whenComplete(lost::completeWith);
    }
    refresh = byClaims.get(NO_CLAIMS);
    return request;
  }

  /** Removes a request, unless another one has replaced it. */
  void remove(String claims, InFlightRequest request) {
    if (!byClaims.isEmpty()) {
      byClaims.remove(claims, request);
    }
    if (byClaims.isEmpty()) {
      byClaims = Map.of();
    }
    refresh = byClaims.get(NO_CLAIMS);
  }

  /** Returns whether a request without claims is in flight. May be called by any thread. */
  boolean isRefreshInFlight(long now) {
    InFlightRequest request = refresh;
    return request != null && !request.isLost(now);
  }

  /**
   * Waits for a request. Interrupting the wait does not cancel the request for other callers.
   *
   * @throws CallCanceledException if the thread was interrupted
   */
  static AccessToken await(InFlightRequest request) throws IOException {
    try {
      return request.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(
          ErrorDetails.of("The wait for a token was canceled.").cause(e));
    } catch (ExecutionException e) {
      Throwable failure = e.getCause();
      // Several callers get the same failure, so each of them gets its own exception.
      if (failure instanceof AdtException exception) {
        throw ErrorInternals.instance().forThisCaller(exception);
      }
      if (failure instanceof IOException exception) {
        throw new IOException(exception.getMessage(), exception);
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error; // thrown by the JVM or a custom provider
      }
      throw new IllegalStateException(failure);
    }
  }
}
