package io.github.adtauth.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.github.adtauth.Timing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Creates the Caffeine cache of the entries of many owners. It is bounded by weight, and keeps the
 * entries of an owner until the last token expires.
 */
final class CaffeineEntryTable {
  /** The approximate number of bytes of an entry without its token. */
  private static final int ENTRY_OVERHEAD = 500;

  /** The lifetime of an entry without a token, which may hold a failure. */
  private static final Duration EMPTY_ENTRY_LIFETIME = Duration.ofMinutes(2);

  private CaffeineEntryTable() {}

  static Cache<TokenOwner, OwnerEntries> create(long maximumWeight, Timing timing) {
    return Caffeine.newBuilder()
        .maximumWeight(maximumWeight)
        .weigher((TokenOwner owner, OwnerEntries entries) -> weight(entries))
        .evictionListener(
            (@Nullable TokenOwner owner, @Nullable OwnerEntries entries, RemovalCause cause) -> {
              if (entries != null && cause == RemovalCause.SIZE) {
                entries.clear(); // otherwise a provider would still reference the token
              } else if (entries != null) {
                entries.forgetFailures();
              }
            })
        .expireAfter(
            Expiry.writing((TokenOwner owner, OwnerEntries entries) -> lifetime(entries, timing)))
        .ticker(timing.ticker()::getAsLong)
        .executor(Runnable::run)
        .build();
  }

  static int weight(OwnerEntries entries) {
    return ENTRY_OVERHEAD + entries.weight();
  }

  private static Duration lifetime(OwnerEntries entries, Timing timing) {
    long millis = entries.expiresAtMillis() - timing.clock().millis();
    return millis <= 0 ? EMPTY_ENTRY_LIFETIME : Duration.ofMillis(millis);
  }
}
