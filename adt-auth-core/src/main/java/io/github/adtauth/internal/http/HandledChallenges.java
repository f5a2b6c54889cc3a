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
 * The tokens that a challenge brought, or could not replace, within the last minute. A further
 * challenge to one of them goes to the caller: otherwise a resource that always demands something
 * else would cost a token request for each call, also where the provider is the user's own and has
 * no such memory. Keeps hashes, of the latest 1024 tokens. Thread-safe.
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

  private record Exchange(long at, boolean withClaims) {}

  /** Returns whether a challenge to this token goes to the caller. */
  boolean contains(AccessToken token, boolean demandsClaims) {
    String hash = hash(token);
    lock.lock();
    try {
      Exchange exchange = byToken.get(hash);
      return exchange != null
          && timing.ticker().getAsLong() - exchange.at < RETENTION_NANOS
          && (exchange.withClaims || !demandsClaims);
    } finally {
      lock.unlock();
    }
  }

  /** Records that a request with or without claims brought this token, or nothing better. */
  void add(AccessToken token, boolean withClaims) {
    String hash = hash(token);
    lock.lock();
    try {
      byToken.remove(hash); // the latest goes last
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
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
