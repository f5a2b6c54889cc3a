package io.github.adtauth.internal.doctor;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import io.github.adtauth.doctor.Check;
import io.github.adtauth.internal.http.InstanceUrl;
import io.github.adtauth.token.AccessToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Runs the checks of a diagnosis. Immutable.
 *
 * @param http the caller's client
 * @param timing the clock, random source and sleeper
 * @param method the sign-in method
 * @param checkWriteAccess whether to check write access
 * @param allowAnyHost whether to send the token to an endpoint with any host name
 */
public record DiagnosisRun(
    OkHttpClient http,
    Timing timing,
    SignInSetup method,
    boolean checkWriteAccess,
    boolean allowAnyHost) {

  /** Runs all checks that apply and returns their results. */
  public Report diagnose(Supplier<DigitalTwinsConfig> settings) {
    Findings findings = new Findings(timing.ticker());
    DigitalTwinsConfig config = settings(findings, settings);
    if (config == null) {
      for (Check check : Check.values()) {
        if (check != Check.SETTINGS && applies(check)) {
          findings.add(check, CheckResult.skipped(Check.SETTINGS), Duration.ZERO);
        }
      }
      return new Report("Unknown settings, as a " + method, findings.list());
    }
    EntraChecks entra = new EntraChecks(this, config, findings);
    if (method.kind() != SignInKind.TOKEN_PROVIDER) {
      entra.run();
    }
    SignInChecks signIn = new SignInChecks(this, config, findings);
    AccessToken token = signIn.run();
    TokenChecks tokens = new TokenChecks(config, timing.clock(), entra.tenantId());
    findings.check(
        Check.TOKEN, List.of(Check.SIGN_IN), () -> tokens.check(token, signIn.actsForUser()));
    new InstanceChecks(this, config, findings).run(token);
    return new Report(subject(config), findings.list());
  }

  private boolean applies(Check check) {
    return method.kind().includes(check) && (checkWriteAccess || check != Check.WRITE);
  }

  private @Nullable DigitalTwinsConfig settings(
      Findings findings, Supplier<DigitalTwinsConfig> settings) {
    List<DigitalTwinsConfig> read = new ArrayList<>();
    findings.check(
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
            return CheckResult.failed("There are no settings.", null);
          }
          read.add(config);
          List<String> problems = new ArrayList<>();
          if (method.kind() != SignInKind.TOKEN_PROVIDER) {
            collectProblem(config::clientId, problems);
            collectProblem(config::tenant, problems);
            collectProblem(config::cloud, problems);
          }
          collectProblem(() -> InstanceUrl.of(config.endpoint()), problems);
          return problems.isEmpty()
              ? CheckResult.passed("all required settings are present")
              : CheckResult.failed(String.join(" ", problems), null);
        });
    return read.isEmpty() ? null : read.get(0);
  }

  private static void collectProblem(Runnable setting, List<String> problems) {
    try {
      setting.run();
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private String subject(DigitalTwinsConfig config) {
    return config.toString().replaceFirst("^DigitalTwinsConfig\\[(.*)]$", "$1")
        + ", as a "
        + method;
  }
}
