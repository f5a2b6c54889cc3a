package io.github.adtauth.doctor;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.doctor.DiagnosisRun;
import java.util.Objects;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/**
 * Examines settings, registration and instance from the outside in, and stops nobody: what fails
 * keeps only those checks from being made that need it. Each failure says what it means and which
 * step mends it. Nothing is changed anywhere; the sign-in and the calls are real ones. An authority
 * that {@link DigitalTwinsConfig#cloud()} rejects and an endpoint that {@link
 * DigitalTwinsConfig#endpoint()} rejects are findings and are not contacted. Immutable and
 * thread-safe; nothing to close. The OkHttpClient stays yours.
 */
public final class Doctor {
  private final Supplier<DigitalTwinsConfig> settings;
  private final OkHttpClient http;
  private final Timing timing;
  private final boolean checkWriteAccess;
  private final boolean allowAnyHost;

  private Doctor(
      Supplier<DigitalTwinsConfig> settings,
      OkHttpClient http,
      Timing timing,
      boolean writing,
      boolean anyHost) {
    this.settings = settings;
    this.http = http;
    this.timing = timing;
    this.checkWriteAccess = writing;
    this.allowAnyHost = anyHost;
  }

  /** Begins with the settings. */
  public static Doctor create(DigitalTwinsConfig config) {
    Objects.requireNonNull(config, "config");
    return create(() -> config);
  }

  /**
   * Begins with settings that may not be there or not fit, such as {@code () ->
   * DigitalTwinsConfig.fromFile(file)}: then that is a finding.
   */
  public static Doctor create(Supplier<DigitalTwinsConfig> settings) {
    Objects.requireNonNull(settings, "settings");
    return new Doctor(settings, new OkHttpClient(), Timing.system(), false, false);
  }

  /**
   * Returns a copy that uses this client's proxy, DNS, TLS and pool. Its interceptors are used for
   * calls of the instance, not for token requests.
   */
  public Doctor httpClient(OkHttpClient value) {
    Objects.requireNonNull(value, "http");
    return new Doctor(settings, value, timing, checkWriteAccess, allowAnyHost);
  }

  /** Returns a copy that takes time, chance and waiting from here. */
  public Doctor timing(Timing value) {
    Objects.requireNonNull(value, "timing");
    return new Doctor(settings, http, value, checkWriteAccess, allowAnyHost);
  }

  /**
   * Returns a copy that also asks whether twins may be written: it asks to delete a twin of a new,
   * random id, which does not exist.
   */
  public Doctor checkWriteAccess() {
    return new Doctor(settings, http, timing, true, allowAnyHost);
  }

  /**
   * Returns a copy that sends the token to the endpoint even where that is not named like an
   * instance: to a gateway of yours before one. Else it is taken for a mistake, and gets none. An
   * endpoint that only a settings file names is rejected all the same; see {@link
   * DigitalTwinsConfig#endpoint()}.
   */
  public Doctor allowAnyHost() {
    return new Doctor(settings, http, timing, checkWriteAccess, true);
  }

  /**
   * Examines, on the calling thread; a way of users prompts. Takes no longer than the timeouts of
   * the settings for each call.
   */
  public Diagnosis diagnose(SignInMethod way) {
    Objects.requireNonNull(way, "way");
    return new DiagnosisRun(http, timing, way, checkWriteAccess, allowAnyHost).examine(settings);
  }
}
