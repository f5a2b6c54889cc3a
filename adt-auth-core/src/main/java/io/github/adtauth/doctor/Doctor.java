package io.github.adtauth.doctor;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.doctor.DiagnosisRun;
import java.util.Objects;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/**
 * Checks the settings, the app registration and the instance, and explains how to fix each problem.
 *
 * <pre>{@code
 * Diagnosis diagnosis = Doctor.create(config).diagnose(SignInMethod.browser());
 * System.out.print(diagnosis);
 * System.exit(diagnosis.exitCode());
 * }</pre>
 *
 * <p>A failed check never aborts the diagnosis; it only skips the checks that depend on it. The
 * diagnosis signs in and calls the services, but does not change anything. An authority that {@link
 * DigitalTwinsConfig#cloud()} rejects and an endpoint that {@link DigitalTwinsConfig#endpoint()}
 * rejects are reported as findings and are not contacted.
 *
 * <p>Immutable and thread-safe. A doctor does not need to be closed. The caller remains the owner
 * of the client that is passed to {@link #httpClient}.
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
      boolean checkWriteAccess,
      boolean allowAnyHost) {
    this.settings = settings;
    this.http = http;
    this.timing = timing;
    this.checkWriteAccess = checkWriteAccess;
    this.allowAnyHost = allowAnyHost;
  }

  /** Creates a doctor for the given settings. */
  public static Doctor create(DigitalTwinsConfig config) {
    Objects.requireNonNull(config, "config");
    return create(() -> config);
  }

  /**
   * Creates a doctor for settings that may be missing or invalid, such as {@code () ->
   * DigitalTwinsConfig.fromFile(file)}. An exception thrown by the supplier is reported as a
   * finding.
   */
  public static Doctor create(Supplier<DigitalTwinsConfig> settings) {
    Objects.requireNonNull(settings, "settings");
    return new Doctor(settings, new OkHttpClient(), Timing.system(), false, false);
  }

  /**
   * Returns a copy that uses the proxy, DNS, TLS settings and connection pool of the given client.
   * The client's interceptors are used for calls to the instance, but not for token requests.
   */
  public Doctor httpClient(OkHttpClient value) {
    Objects.requireNonNull(value, "http");
    return new Doctor(settings, value, timing, checkWriteAccess, allowAnyHost);
  }

  /** Returns a copy that uses the given clock, random source and sleeper. For tests. */
  public Doctor timing(Timing value) {
    Objects.requireNonNull(value, "timing");
    return new Doctor(settings, http, value, checkWriteAccess, allowAnyHost);
  }

  /**
   * Returns a copy that also checks write access. The check requests the deletion of a twin with a
   * new random ID, which does not exist.
   */
  public Doctor checkWriteAccess() {
    return new Doctor(settings, http, timing, true, allowAnyHost);
  }

  /**
   * Returns a copy that sends the token to an endpoint with any host name, such as a gateway in
   * front of the instance. By default, a host name that is not a Digital Twins instance is reported
   * as a finding, and no token is sent to it. If only a settings file names such an endpoint, it is
   * still rejected; see {@link DigitalTwinsConfig#endpoint()}.
   */
  public Doctor allowAnyHost() {
    return new Doctor(settings, http, timing, checkWriteAccess, true);
  }

  /**
   * Runs the checks on the calling thread and returns the findings. Interactive sign-in methods
   * prompt the user. The timeouts of the settings apply to each call.
   */
  public Diagnosis diagnose(SignInMethod method) {
    Objects.requireNonNull(method, "method");
    return new Diagnosis(
        new DiagnosisRun(http, timing, method.setup(), checkWriteAccess, allowAnyHost)
            .diagnose(settings));
  }
}
