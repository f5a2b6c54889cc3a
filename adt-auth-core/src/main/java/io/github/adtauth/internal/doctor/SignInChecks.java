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
import io.github.adtauth.doctor.SignInMethod;
import io.github.adtauth.internal.cache.ProviderErrors;
import io.github.adtauth.internal.credential.ClientAuthenticationRequest;
import io.github.adtauth.internal.credential.ClientAuthenticator;
import io.github.adtauth.internal.credential.CredentialErrors;
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

/** Signs in the way that was stated; a refusal is laid at the door of the step that it names. */
final class SignInChecks {
  private static final Map<RegistrationStep, Check> BLAMED =
      Map.of(
          RegistrationStep.REDIRECT_URI, Check.REDIRECT_URI,
          RegistrationStep.PUBLIC_CLIENT, Check.PUBLIC_CLIENT,
          RegistrationStep.CREDENTIAL, Check.CREDENTIAL,
          RegistrationStep.EXPOSED_API, Check.INBOUND_TOKEN,
          RegistrationStep.API_PERMISSION, Check.PERMISSION,
          RegistrationStep.CONSENT, Check.CONSENT);

  private final DiagnosisRun patient;
  private final DigitalTwinsConfig config;
  private final Findings findings;
  private final SignInMethod.Kind kind;
  private final SignIn signIn;

  SignInChecks(DiagnosisRun patient, DigitalTwinsConfig config, Findings findings) {
    this.patient = patient;
    this.config = config;
    this.findings = findings;
    kind = patient.way().kind();
    signIn = SignIn.with(config).httpClient(patient.http()).timing(patient.timing());
  }

  /** Tells whether the token is to be a user's. */
  boolean actsForUser() {
    return kind != SignInMethod.Kind.SERVICE && kind != SignInMethod.Kind.ELSEWHERE;
  }

  @Nullable AccessToken run() {
    ClientCredential credential = patient.way().credential();
    if (credential != null) {
      findings.examine(
          Check.CREDENTIAL_AVAILABLE, List.of(Check.SETTINGS), () -> atHand(credential));
    }
    Supplier<TokenProvider> way = () -> patient.way().provider(signIn);
    return switch (kind) {
      case SERVICE ->
          attempt(
              List.of(Check.CREDENTIAL, Check.SIGN_IN),
              List.of(Check.CLIENT, Check.CREDENTIAL_AVAILABLE),
              way);
      case WEB_API, WEB_API_WITHOUT_USER -> onBehalfOf(credential, way);
      case BROWSER, DEVICE_CODE ->
          attempt(
              List.of(Check.PUBLIC_CLIENT, Check.PERMISSION, Check.CONSENT, Check.SIGN_IN),
              List.of(Check.CLIENT, Check.REDIRECT_URI),
              way);
      case ELSEWHERE -> attempt(List.of(Check.SIGN_IN), List.of(), way);
    };
  }

  private CheckResult atHand(ClientCredential credential) {
    String host = config.cloud().authorityHost().toString();
    try {
      ClientAuthenticator.authenticate(
          credential,
          new ClientAuthenticationRequest(
              config.clientId(),
              URI.create(host + "/" + config.tenant() + "/oauth2/v2.0/token"),
              patient.timing().clock(),
              AuthListener.NONE));
    } catch (CredentialException e) {
      throw e.forApplication(config.cloud().authorityHost(), config.tenant(), config.clientId());
    } catch (IOException e) {
      throw CredentialErrors.unavailable(credential, e);
    }
    return CheckResult.passed(credential.toString());
  }

  private @Nullable AccessToken onBehalfOf(
      @Nullable ClientCredential credential, Supplier<TokenProvider> way) {
    attempt(
        List.of(Check.CREDENTIAL),
        List.of(Check.CLIENT, Check.CREDENTIAL_AVAILABLE),
        () -> signIn.service(Objects.requireNonNull(credential)));
    List<Check> group =
        List.of(Check.INBOUND_TOKEN, Check.PERMISSION, Check.CONSENT, Check.SIGN_IN);
    if (kind == SignInMethod.Kind.WEB_API) {
      return attempt(group, List.of(Check.CREDENTIAL), way);
    }
    for (Check check : group) {
      findings.add(
          check,
          check == Check.INBOUND_TOKEN
              ? CheckResult.unknown("none was handed over; with one of a user there is more to say")
              : CheckResult.skipped(Check.INBOUND_TOKEN),
          Duration.ZERO);
    }
    return null;
  }

  /** Asks for a token once, and says what its coming or not says of each check of the group. */
  private @Nullable AccessToken attempt(
      List<Check> group, List<Check> needed, Supplier<TokenProvider> way) {
    Check obstacle = findings.failedPrerequisite(needed);
    if (obstacle != null) {
      group.forEach(check -> findings.add(check, CheckResult.skipped(obstacle), Duration.ZERO));
      return null;
    }
    Check last = group.get(group.size() - 1);
    long start = patient.timing().ticker().getAsLong();
    try {
      AccessToken token = way.get().token(TokenRequest.of(config.scope()));
      if (token == null) {
        CheckResult verdict = CheckResult.failed(ProviderErrors.returnedNull());
        blame(group, last, verdict, start);
        return null;
      }
      for (Check check : group) {
        findings.add(
            check,
            CheckResult.passed(accepted(check)),
            check == last ? since(start) : Duration.ZERO);
      }
      return token;
    } catch (AdtException e) {
      refused(group, e, start);
    } catch (IOException e) {
      refused(group, ProviderErrors.networkFailed(e), start);
    } catch (IllegalArgumentException e) {
      CheckResult verdict =
          kind == SignInMethod.Kind.ELSEWHERE
              ? CheckResult.failed(ProviderErrors.failed(e))
              : CheckResult.failed(String.valueOf(e.getMessage()), null);
      blame(group, last, verdict, start);
    } catch (RuntimeException e) {
      blame(group, last, CheckResult.failed(ProviderErrors.failed(e)), start);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) { // an Error of a provider too: the report goes on
      blame(group, last, CheckResult.thrown(e, "The sign-in failed"), start);
    }
    return null;
  }

  private String accepted(Check check) {
    return switch (check) {
      case SIGN_IN -> "a token came";
      case INBOUND_TOKEN -> "accepted" + inbound(": ", "");
      default -> "accepted";
    };
  }

  /** Says what the token that the web API received says of itself; empty if it cannot be read. */
  private String inbound(String before, String after) {
    Secret token = patient.way().inboundToken();
    Claims claims = token == null ? null : Claims.of(token.reveal());
    return claims == null ? "" : before + claims.summary() + after;
  }

  private void refused(List<Check> group, AdtException e, long start) {
    Check named =
        e instanceof InboundTokenException // some of them are fixed by no step
            ? Check.INBOUND_TOKEN
            : e.fix().map(Fix::step).map(BLAMED::get).orElse(Check.SIGN_IN);
    if (named == Check.INBOUND_TOKEN && group.contains(named)) {
      blame(group, named, CheckResult.failed(e).and(inbound("It is ", ".")), start);
    } else if (group.contains(named)) {
      blame(group, named, CheckResult.failed(e), start);
    } else if (named == Check.REDIRECT_URI && kind.has(named)) {
      // The redirect URI is registered for another platform. Only redeeming the code shows that.
      findings.replace(named, CheckResult.failed(e));
      blame(group, named, CheckResult.failed(e), start);
    } else if (group.contains(Check.SIGN_IN)) {
      blame(group, Check.SIGN_IN, CheckResult.failed(e), start);
    } else {
      Check last = group.get(group.size() - 1);
      blame(group, last, CheckResult.unknown("not judged: " + e.reason()), start);
    }
  }

  /** States what is to blame; the others of the group were not reached. */
  private void blame(List<Check> group, Check blamed, CheckResult verdict, long start) {
    for (Check check : group) {
      if (check == blamed) {
        findings.add(check, verdict, since(start));
      } else {
        findings.add(check, CheckResult.skipped(blamed), Duration.ZERO);
      }
    }
  }

  private Duration since(long start) {
    return Duration.ofNanos(patient.timing().ticker().getAsLong() - start);
  }
}
