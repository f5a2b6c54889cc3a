package io.github.adtauth.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.github.adtauth.Timing;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the cache of many partitions: bounded by weight, each entry kept while a token is good. */
final class CaffeineEntryTable {
  /** What an entry weighs beside its token. */
  private static final int ENTRY_OVERHEAD = 500;

  /** How long an entry stays that holds no token: it remembers a failure. */
  private static final Duration EMPTY_ENTRY = Duration.ofMinutes(2);

  private CaffeineEntryTable() {}

  static Cache<TokenOwner, OwnerEntries> cache(long maximumWeight, Timing timing) {
    return Caffeine.newBuilder()
        .maximumWeight(maximumWeight)
        .weigher((TokenOwner owner, OwnerEntries theirs) -> weight(theirs))
        .evictionListener(
            (@Nullable TokenOwner owner, @Nullable OwnerEntries theirs, RemovalCause cause) -> {
              if (theirs != null && cause == RemovalCause.SIZE) {
                theirs.clear(); // or whoever holds a provider would hold its token too
              } else if (theirs != null) {
                theirs.forgetFailures();
              }
            })
        .expireAfter(
            Expiry.writing((TokenOwner owner, OwnerEntries theirs) -> lifetime(theirs, timing)))
        .ticker(timing.ticker()::getAsLong)
        .executor(Runnable::run)
        .build();
  }

  static int weight(OwnerEntries partition) {
    return ENTRY_OVERHEAD + partition.weight();
  }

  private static Duration lifetime(OwnerEntries partition, Timing timing) {
    long left = partition.expiresAtMillis() - timing.clock().millis();
    return left <= 0 ? EMPTY_ENTRY : Duration.of(left, TimeUnit.MILLISECONDS.toChronoUnit());
  }
}
