package io.github.adtauth.token;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a slot that are under way, one for each demand of claims. Not thread-safe but for
 * {@link #isPlainUnderWay}; most slots rest most of the time, and then it is next to nothing.
 */
final class Flights {
  static final String NO_CLAIMS = "";

  private Map<String, CompletableFuture<AccessToken>> byClaims = Map.of();
  private volatile boolean plainUnderWay;

  @Nullable CompletableFuture<AccessToken> get(String claims) {
    return byClaims.get(claims);
  }

  CompletableFuture<AccessToken> start(String claims) {
    if (byClaims.isEmpty()) {
      byClaims = new HashMap<>(2);
    }
    CompletableFuture<AccessToken> flight = new CompletableFuture<>();
    byClaims.put(claims, flight);
    plainUnderWay = byClaims.containsKey(NO_CLAIMS);
    return flight;
  }

  void land(String claims) {
    if (!byClaims.isEmpty()) {
      byClaims.remove(claims);
    }
    if (byClaims.isEmpty()) {
      byClaims = Map.of();
    }
    plainUnderWay = byClaims.containsKey(NO_CLAIMS);
  }

  /** Tells whether a request without claims is under way; may be asked by any thread. */
  boolean isPlainUnderWay() {
    return plainUnderWay;
  }

  /** Waits for a request that others wait for too; ending the wait does not end it for them. */
  static AccessToken await(CompletableFuture<AccessToken> flight) throws IOException {
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
