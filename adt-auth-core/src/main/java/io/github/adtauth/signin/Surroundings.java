package io.github.adtauth.signin;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import io.github.adtauth.store.TokenStore;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** What all ways of signing in work with. Immutable; each method of change returns a copy. */
record Surroundings(
    OkHttpClient http,
    AuthListener listener,
    Timing timing,
    boolean capability,
    @Nullable TokenStore store,
    Duration localTtl,
    long maximumWeight,
    Map<String, String> environment) {
  private static final long MEGABYTE = 1 << 20;

  static Surroundings usual() {
    return new Surroundings(
        new OkHttpClient(),
        AuthListener.NONE,
        Timing.system(),
        true,
        null,
        Duration.ofSeconds(60),
        64 * MEGABYTE,
        System.getenv());
  }

  Surroundings http(OkHttpClient value) {
    Objects.requireNonNull(value, "http");
    return new Surroundings(
        value, listener, timing, capability, store, localTtl, maximumWeight, environment);
  }

  Surroundings listener(AuthListener value) {
    return new Surroundings(
        http,
        AuthListener.guarded(value),
        timing,
        capability,
        store,
        localTtl,
        maximumWeight,
        environment);
  }

  Surroundings timing(Timing value) {
    Objects.requireNonNull(value, "timing");
    return new Surroundings(
        http, listener, value, capability, store, localTtl, maximumWeight, environment);
  }

  Surroundings withoutCapability() {
    return new Surroundings(
        http, listener, timing, false, store, localTtl, maximumWeight, environment);
  }

  Surroundings store(TokenStore value) {
    Objects.requireNonNull(value, "store");
    return new Surroundings(
        http, listener, timing, capability, value, localTtl, maximumWeight, environment);
  }

  Surroundings localTtl(Duration value) {
    if (value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("localTtl is from 0 to 1 day");
    }
    return new Surroundings(
        http, listener, timing, capability, store, value, maximumWeight, environment);
  }

  Surroundings maximumWeight(long bytes) {
    if (bytes < MEGABYTE / 16) {
      throw new IllegalArgumentException("maximumWeight is in bytes, at least 64 KB");
    }
    return new Surroundings(
        http, listener, timing, capability, store, localTtl, bytes, environment);
  }

  Surroundings environment(Map<String, String> value) {
    return new Surroundings(
        http, listener, timing, capability, store, localTtl, maximumWeight, Map.copyOf(value));
  }

  @Override
  public String toString() {
    return "Surroundings"; // the environment holds secrets
  }
}
