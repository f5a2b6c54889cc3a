package io.github.adtauth.store;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A value and its expiry in epoch milliseconds. The array is not copied. */
@SuppressWarnings("ArrayRecordComponent")
record Entry(byte[] value, long expiresAtMillis) {
  /** The maximum number of bytes that encryption adds to a value. */
  static final int SEALING_BYTES = 1 << 10;

  static Entry of(byte[] value, Instant expiresAt) {
    if (value.length > TokenStore.MAX_VALUE_BYTES + SEALING_BYTES) {
      throw tooLong();
    }
    return new Entry(value.clone(), millis(expiresAt));
  }

  static IllegalArgumentException tooLong() {
    return new IllegalArgumentException(
        "value must not be longer than " + TokenStore.MAX_VALUE_BYTES + " bytes");
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

  /** Returns whether the value is the expected one; null represents a missing entry. */
  static boolean matches(@Nullable Entry current, byte @Nullable [] expected) {
    if (current == null || expected == null) {
      return current == null && expected == null;
    }
    return MessageDigest.isEqual(current.value, expected);
  }
}
