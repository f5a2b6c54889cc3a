package io.github.adtauth.internal.doctor;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.CredentialException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Fix;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.doctor.Check;
import io.github.adtauth.internal.cache.ProviderErrors;
import io.github.adtauth.internal.credential.ClientAuthenticationRequest;
import io.github.adtauth.internal.credential.ClientAuthenticator;
import io.github.adtauth.internal.credential.CredentialErrors;
import io.github.adtauth.internal.error.ErrorInternals;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signs in once, and attributes a rejection to the check of the step that its fix names. */
final class SignInChecks {
  private static final Map<RegistrationStep, Check> CHECKS_BY_STEP =
      Map.of(
          RegistrationStep.REDIRECT_URI, Check.REDIRECT_URI,
          RegistrationStep.PUBLIC_CLIENT, Check.PUBLIC_CLIENT,
          RegistrationStep.CREDENTIAL, Check.CREDENTIAL,
          RegistrationStep.EXPOSED_API, Check.INBOUND_TOKEN,
          RegistrationStep.API_PERMISSION, Check.PERMISSION,
          RegistrationStep.CONSENT, Check.CONSENT);

  private final DiagnosisRun run;
  private final DigitalTwinsConfig config;
  private final Findings findings;
  private final SignInKind kind;
  private final SignIn signIn;

  SignInChecks(DiagnosisRun run, DigitalTwinsConfig config, Findings findings) {
    this.run = run;
    this.config = config;
    this.findings = findings;
    kind = run.method().kind();
    signIn = SignIn.with(config).httpClient(run.http()).timing(run.timing());
  }

  /** Returns whether the token must be a user's. */
  boolean actsForUser() {
    return kind != SignInKind.SERVICE && kind != SignInKind.TOKEN_PROVIDER;
  }

  @Nullable AccessToken run() {
    ClientCredential credential = run.method().credential();
    if (credential != null) {
      findings.check(
          Check.CREDENTIAL_AVAILABLE, List.of(Check.SETTINGS), () -> checkCredential(credential));
    }
    Supplier<TokenProvider> provider = () -> run.method().tokens().apply(signIn);
    return switch (kind) {
      case SERVICE ->
          attempt(
              List.of(Check.CREDENTIAL, Check.SIGN_IN),
              List.of(Check.CLIENT, Check.CREDENTIAL_AVAILABLE),
              provider);
      case WEB_API, WEB_API_WITHOUT_USER -> onBehalfOf(credential, provider);
      case BROWSER, DEVICE_CODE ->
          attempt(
              List.of(Check.PUBLIC_CLIENT, Check.PERMISSION, Check.CONSENT, Check.SIGN_IN),
              List.of(Check.CLIENT, Check.REDIRECT_URI),
              provider);
      case TOKEN_PROVIDER -> attempt(List.of(Check.SIGN_IN), List.of(), provider);
    };
  }

  private CheckResult checkCredential(ClientCredential credential) {
    String host = config.cloud().authorityHost().toString();
    try {
      ClientAuthenticator.authenticate(
          credential,
          new ClientAuthenticationRequest(
              config.clientId(),
              URI.create(host + "/" + config.tenant() + "/oauth2/v2.0/token"),
              run.timing().clock(),
              AuthListener.NONE));
    } catch (CredentialException e) {
      throw ErrorInternals.instance()
          .forApplication(e, config.cloud().authorityHost(), config.tenant(), config.clientId());
    } catch (IOException e) {
      throw CredentialErrors.unavailable(credential, e);
    }
    return CheckResult.passed(credential.toString());
  }

  private @Nullable AccessToken onBehalfOf(
      @Nullable ClientCredential credential, Supplier<TokenProvider> provider) {
    attempt(
        List.of(Check.CREDENTIAL),
        List.of(Check.CLIENT, Check.CREDENTIAL_AVAILABLE),
        () -> signIn.service(Objects.requireNonNull(credential)));
    List<Check> group =
        List.of(Check.INBOUND_TOKEN, Check.PERMISSION, Check.CONSENT, Check.SIGN_IN);
    if (kind == SignInKind.WEB_API) {
      return attempt(group, List.of(Check.CREDENTIAL), provider);
    }
    for (Check check : group) {
      findings.add(
          check,
          check == Check.INBOUND_TOKEN
              ? CheckResult.unknown(
                  "no inbound token was given; with a user's token, more can be checked")
              : CheckResult.skipped(Check.INBOUND_TOKEN),
          Duration.ZERO);
    }
    return null;
  }

  /** Requests a token once, and derives the result of each check of the group from the outcome. */
  private @Nullable AccessToken attempt(
      List<Check> group, List<Check> prerequisites, Supplier<TokenProvider> provider) {
    Check failed = findings.failedPrerequisite(prerequisites);
    if (failed != null) {
      group.forEach(check -> findings.add(check, CheckResult.skipped(failed), Duration.ZERO));
      return null;
    }
    Check last = group.get(group.size() - 1);
    long start = run.timing().ticker().getAsLong();
    try {
      AccessToken token = provider.get().token(TokenRequest.of(config.scope()));
      if (token == null) {
        CheckResult result = CheckResult.failed(ProviderErrors.returnedNull());
        recordFailure(group, last, result, start);
        return null;
      }
      for (Check check : group) {
        findings.add(
            check,
            CheckResult.passed(passedMessage(check)),
            check == last ? since(start) : Duration.ZERO);
      }
      return token;
    } catch (AdtException e) {
      recordRejection(group, e, start);
    } catch (IOException e) {
      recordRejection(group, ProviderErrors.networkFailed(e), start);
    } catch (IllegalArgumentException e) {
      CheckResult result =
          kind == SignInKind.TOKEN_PROVIDER
              ? CheckResult.failed(ProviderErrors.failed(e))
              : CheckResult.failed(String.valueOf(e.getMessage()), null);
      recordFailure(group, last, result, start);
    } catch (RuntimeException e) {
      recordFailure(group, last, CheckResult.failed(ProviderErrors.failed(e)), start);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) { // An Error of a provider must not abort the report.
      recordFailure(group, last, CheckResult.thrown(e, "The sign-in failed"), start);
    }
    return null;
  }

  private String passedMessage(Check check) {
    return switch (check) {
      case SIGN_IN -> "a token was acquired";
      case INBOUND_TOKEN -> "accepted" + inbound(": ", "");
      default -> "accepted";
    };
  }

  /** Returns a summary of the inbound token; empty if it cannot be read. */
  private String inbound(String before, String after) {
    Secret token = run.method().inboundToken();
    TokenSummary claims = token == null ? null : TokenSummary.parse(token.reveal());
    return claims == null ? "" : before + claims.summary() + after;
  }

  private void recordRejection(List<Check> group, AdtException e, long start) {
    Check culprit =
        e instanceof InboundTokenException // some of them have no step as fix
            ? Check.INBOUND_TOKEN
            : e.fix().map(Fix::step).map(CHECKS_BY_STEP::get).orElse(Check.SIGN_IN);
    if (culprit == Check.INBOUND_TOKEN && group.contains(culprit)) {
      recordFailure(
          group, culprit, CheckResult.failed(e).and(inbound("The token is ", ".")), start);
    } else if (group.contains(culprit)) {
      recordFailure(group, culprit, CheckResult.failed(e), start);
    } else if (culprit == Check.REDIRECT_URI && kind.includes(culprit)) {
      // The redirect URI is registered for another platform. Only redeeming the code shows that.
      findings.replace(culprit, CheckResult.failed(e));
      recordFailure(group, culprit, CheckResult.failed(e), start);
    } else if (group.contains(Check.SIGN_IN)) {
      recordFailure(group, Check.SIGN_IN, CheckResult.failed(e), start);
    } else {
      Check last = group.get(group.size() - 1);
      recordFailure(group, last, CheckResult.unknown("not checked: " + e.reason()), start);
    }
  }

  /** Records the failed check. The other checks of the group are skipped. */
  private void recordFailure(List<Check> group, Check culprit, CheckResult result, long start) {
    for (Check check : group) {
      if (check == culprit) {
        findings.add(check, result, since(start));
      } else {
        findings.add(check, CheckResult.skipped(culprit), Duration.ZERO);
      }
    }
  }

  private Duration since(long start) {
    return Duration.ofNanos(run.timing().ticker().getAsLong() - start);
  }
}
