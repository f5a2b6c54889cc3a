package io.github.adtauth.internal.http;

import io.github.adtauth.Timing;
import io.github.adtauth.token.AccessToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tokens that were acquired for a challenge, or that could not be replaced, within the last
 * minute. A further challenge to such a token is returned to the caller. Otherwise, a resource that
 * challenges every token would cause a token request for each call. Custom token providers do not
 * limit such requests themselves. Holds hashes of the latest 1024 tokens. Thread-safe.
 */
final class HandledChallenges {
  private static final int MAX_TOKENS = 1024;
  private static final long RETENTION_NANOS = Duration.ofSeconds(60).toNanos();

  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Exchange> byToken = new LinkedHashMap<>();

  HandledChallenges(Timing timing) {
    this.timing = timing;
  }

  private record Exchange(long addedAt, boolean withClaims) {}

  /** Returns whether a challenge to this token must be returned to the caller. */
  boolean contains(AccessToken token, boolean requestsClaims) {
    String hash = hash(token);
    lock.lock();
    try {
      Exchange exchange = byToken.get(hash);
      return exchange != null
          && timing.ticker().getAsLong() - exchange.addedAt < RETENTION_NANOS
          && (exchange.withClaims || !requestsClaims);
    } finally {
      lock.unlock();
    }
  }

  /** Records a token that was acquired for a challenge, or that could not be replaced. */
  void add(AccessToken token, boolean withClaims) {
    String hash = hash(token);
    lock.lock();
    try {
      byToken.remove(hash); // to reinsert it as the latest
      if (byToken.size() >= MAX_TOKENS) {
        byToken.remove(byToken.keySet().iterator().next());
      }
      byToken.put(hash, new Exchange(timing.ticker().getAsLong(), withClaims));
    } finally {
      lock.unlock();
    }
  }

  private static String hash(AccessToken token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(token.authorizationHeader().getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
