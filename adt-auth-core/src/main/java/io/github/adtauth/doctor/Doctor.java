package io.github.adtauth.doctor;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import java.util.Objects;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/**
 * Examines settings, registration and instance from the outside in, and stops nobody: what fails
 * keeps only those checks from being made that need it. Each failure says what it means and which
 * step mends it. Nothing is changed anywhere; the sign-in and the calls are real ones. Immutable
 * and thread-safe; nothing to close. The OkHttpClient stays yours.
 */
public final class Doctor {
  private final Supplier<DigitalTwinsConfig> settings;
  private final OkHttpClient http;
  private final Timing timing;
  private final boolean writing;

  private Doctor(
      Supplier<DigitalTwinsConfig> settings, OkHttpClient http, Timing timing, boolean writing) {
    this.settings = settings;
    this.http = http;
    this.timing = timing;
    this.writing = writing;
  }

  /** Begins with the settings. */
  public static Doctor with(DigitalTwinsConfig config) {
    Objects.requireNonNull(config, "config");
    return with(() -> config);
  }

  /**
   * Begins with settings that may not be there or not fit, such as {@code () ->
   * DigitalTwinsConfig.fromFile(file)}: then that is a finding.
   */
  public static Doctor with(Supplier<DigitalTwinsConfig> settings) {
    return new Doctor(
        Objects.requireNonNull(settings, "settings"), new OkHttpClient(), Timing.system(), false);
  }

  /** Returns a copy that goes through this client's proxy, DNS, TLS and pool. */
  public Doctor httpClient(OkHttpClient value) {
    return new Doctor(settings, Objects.requireNonNull(value, "http"), timing, writing);
  }

  /** Returns a copy that takes time, chance and waiting from here. */
  public Doctor timing(Timing value) {
    return new Doctor(settings, http, Objects.requireNonNull(value, "timing"), writing);
  }

  /**
   * Returns a copy that also asks whether twins may be written: it asks to delete a twin of a new,
   * random id, which does not exist.
   */
  public Doctor writing() {
    return new Doctor(settings, http, timing, true);
  }

  /**
   * Examines, on the calling thread; a way of users prompts. Takes no longer than the timeouts of
   * the settings for each call.
   */
  public Diagnosis examine(Way way) {
    Patient patient = new Patient(http, timing, Objects.requireNonNull(way, "way"), writing);
    return patient.examine(settings);
  }
}
