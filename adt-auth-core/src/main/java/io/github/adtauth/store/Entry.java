package io.github.adtauth.store;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A value and when it expires, in milliseconds. The array is its own: copied by who makes it. */
@SuppressWarnings("ArrayRecordComponent")
record Entry(byte[] value, long expiresAtMillis) {
  /** What a sealed value is longer than the value, at most. */
  static final int SEALING_BYTES = 1 << 10;

  static Entry of(byte[] value, Instant expiresAt) {
    if (value.length > TokenStore.MAX_VALUE_BYTES + SEALING_BYTES) {
      throw tooLong();
    }
    return new Entry(value.clone(), millis(expiresAt));
  }

  static IllegalArgumentException tooLong() {
    return new IllegalArgumentException(
        "a value in a store holds at most " + TokenStore.MAX_VALUE_BYTES + " bytes");
  }

  static long millis(Instant expiresAt) {
    try {
      return expiresAt.toEpochMilli();
    } catch (ArithmeticException e) {
      return expiresAt.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  boolean isLiveAt(Clock clock) {
    return clock.millis() < expiresAtMillis;
  }

  /** Whether the value is the expected one, where null stands for no entry. */
  static boolean matches(@Nullable Entry present, byte @Nullable [] expected) {
    if (present == null || expected == null) {
      return present == null && expected == null;
    }
    return MessageDigest.isEqual(present.value, expected);
  }
}
