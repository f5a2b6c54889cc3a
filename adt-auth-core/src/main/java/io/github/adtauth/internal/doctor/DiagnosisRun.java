package io.github.adtauth.internal.doctor;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import io.github.adtauth.doctor.Check;
import io.github.adtauth.doctor.Diagnosis;
import io.github.adtauth.doctor.SignInMethod;
import io.github.adtauth.internal.http.InstanceUrl;
import io.github.adtauth.token.AccessToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's settings with the surroundings in which they are to work.
 *
 * @param http the caller's client
 * @param timing time, chance and waiting
 * @param way how to sign in
 * @param writing whether to ask for the right to write
 * @param anyHost whether the endpoint gets the token whatever it is called
 */
public record DiagnosisRun(
    OkHttpClient http, Timing timing, SignInMethod way, boolean writing, boolean anyHost) {

  public Diagnosis examine(Supplier<DigitalTwinsConfig> settings) {
    Findings findings = new Findings(timing.ticker());
    DigitalTwinsConfig config = settings(findings, settings);
    if (config == null) {
      for (Check check : Check.values()) {
        if (check != Check.SETTINGS && applies(check)) {
          findings.add(check, CheckResult.skipped(Check.SETTINGS), Duration.ZERO);
        }
      }
      return new Diagnosis("Unknown settings, as a " + way, findings.list());
    }
    EntraChecks entra = new EntraChecks(this, config, findings);
    if (way.kind() != SignInMethod.Kind.ELSEWHERE) {
      entra.run();
    }
    SignInChecks signIn = new SignInChecks(this, config, findings);
    AccessToken token = signIn.run();
    TokenChecks tokens = new TokenChecks(config, timing.clock(), entra.tenantId());
    findings.examine(
        Check.TOKEN, List.of(Check.SIGN_IN), () -> tokens.verdict(token, signIn.actsForUser()));
    new InstanceChecks(this, config, findings).run(token);
    return new Diagnosis(name(config), findings.list());
  }

  private boolean applies(Check check) {
    return way.kind().has(check) && (writing || check != Check.WRITE);
  }

  private @Nullable DigitalTwinsConfig settings(
      Findings findings, Supplier<DigitalTwinsConfig> settings) {
    List<DigitalTwinsConfig> read = new ArrayList<>();
    findings.examine(
        Check.SETTINGS,
        List.of(),
        () -> {
          DigitalTwinsConfig config;
          try {
            config = settings.get();
          } catch (IllegalArgumentException e) {
            return CheckResult.failed(String.valueOf(e.getMessage()), null);
          }
          if (config == null) {
            return CheckResult.failed("There are none.", null);
          }
          read.add(config);
          List<String> missing = new ArrayList<>();
          if (way.kind() != SignInMethod.Kind.ELSEWHERE) {
            note(config::clientId, missing);
            note(config::tenant, missing);
            note(config::cloud, missing);
          }
          note(() -> InstanceUrl.of(config.endpoint()), missing);
          return missing.isEmpty()
              ? CheckResult.passed("all that this way needs is there")
              : CheckResult.failed(String.join(" ", missing), null);
        });
    return read.isEmpty() ? null : read.get(0);
  }

  private static void note(Runnable setting, List<String> missing) {
    try {
      setting.run();
    } catch (IllegalArgumentException e) {
      missing.add(String.valueOf(e.getMessage()));
    }
  }

  private String name(DigitalTwinsConfig config) {
    return config.toString().replaceFirst("^DigitalTwinsConfig\\[(.*)]$", "$1") + ", as a " + way;
  }
}
