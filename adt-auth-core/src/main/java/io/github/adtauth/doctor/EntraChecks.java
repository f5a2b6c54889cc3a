package io.github.adtauth.doctor;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.http.LoginHttp;
import io.github.adtauth.http.NetworkErrors;
import io.github.adtauth.http.NetworkFault;
import io.github.adtauth.token.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** From the name of Entra ID to the registration of the client, before anybody signs in. */
final class EntraChecks {
  private static final Pattern CODE = Pattern.compile("AADSTS(\\d{4,7})");
  private static final Pattern TENANT_OF_ISSUER =
      Pattern.compile(
          "https://[^/]+/(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})/v2\\.0");

  /** Entra forgives as much. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** Any will do, because no code comes of it: that of RFC 7636, appendix B. */
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final Patient patient;
  private final DigitalTwinsConfig config;
  private final Findings findings;
  private @Nullable Answer metadata;
  private @Nullable String tenantId;
  private @Nullable Fix redirectFix;
  private boolean redirectAccepted;

  EntraChecks(Patient patient, DigitalTwinsConfig config, Findings findings) {
    this.patient = patient;
    this.config = config;
    this.findings = findings;
  }

  void run() {
    findings.examine(
        Check.ENTRA_NAME,
        List.of(),
        () -> Names.verdict(patient.http(), authority(), this::unreachable));
    findings.examine(Check.ENTRA_TLS, List.of(Check.ENTRA_NAME), this::reach);
    findings.examine(Check.CLOCK, List.of(Check.ENTRA_TLS), this::clock);
    findings.examine(Check.TENANT, List.of(Check.ENTRA_TLS), this::tenant);
    findings.examine(Check.CLIENT, List.of(Check.TENANT), this::client);
    if (patient.way().kind().has(Check.REDIRECT_URI)) {
      findings.examine(Check.REDIRECT_URI, List.of(Check.CLIENT), this::redirectUri);
    }
  }

  /**
   * Returns the Directory ID, also where the Tenant is stated as a domain name; null if unknown.
   */
  @Nullable String tenantId() {
    return tenantId;
  }

  private Verdict reach() {
    metadata = get(at("v2.0/.well-known/openid-configuration").build());
    return Verdict.passed("answers; " + metadata.connection());
  }

  private Verdict clock() {
    Duration ahead =
        metadata == null ? null : metadata.clockAhead(patient.timing().clock().instant());
    if (ahead == null) {
      return Verdict.unknown("Entra ID's answer has no date.");
    }
    long minutes = ahead.abs().toMinutes();
    return ahead.abs().compareTo(SKEW) < 0
        ? Verdict.passed("within " + (minutes + 1) + " min of Entra ID's")
        : Verdict.failed(
            "The clock of this machine is "
                + minutes
                + " minutes "
                + (ahead.isNegative() ? "slow." : "fast."),
            new Fix(null, "Set it right: tokens and assertions are refused for their time."));
  }

  private Verdict tenant() {
    Answer answer = metadata;
    if (answer == null) {
      return Verdict.unknown("Entra ID did not answer.");
    }
    Fix fix = fix(answer.body());
    if (answer.status() == 200) {
      var json = StrictJson.object(answer.body(), 1 << 20, 32);
      String issuer = json == null ? "" : Claims.text(json, "issuer");
      Matcher matcher = TENANT_OF_ISSUER.matcher(issuer);
      if (matcher.matches()) {
        tenantId = matcher.group(1);
        return Verdict.passed("exists" + (isStated(tenantId) ? "" : ", Directory ID " + tenantId));
      }
    }
    return fix == null
        ? Verdict.failed(
            "What answers (status " + answer.status() + ") is not Entra ID.",
            NetworkFault.NOT_HTTP.fix())
        : Verdict.failed("Entra ID does not know the Tenant.", forApplication(fix));
  }

  private boolean isStated(String id) {
    return id.equalsIgnoreCase(config.tenant());
  }

  /**
   * Asks to sign in without a prompt ({@code prompt=none}, OpenID Connect Core 3.1.2.1): nobody is
   * signed in here, so nothing comes of it, but a client or redirect URI that is not known is
   * named.
   */
  private Verdict client() {
    URI redirect = config.redirectUri().orElse(URI.create("http://localhost"));
    HttpUrl url =
        at("oauth2/v2.0/authorize")
            .addQueryParameter("client_id", config.clientId())
            .addQueryParameter("response_type", "code")
            .addQueryParameter("redirect_uri", redirect.toString())
            .addQueryParameter("response_mode", "query")
            .addQueryParameter("scope", config.cloud().scope())
            .addQueryParameter("prompt", "none")
            .addQueryParameter("code_challenge", CHALLENGE)
            .addQueryParameter("code_challenge_method", "S256")
            .build();
    Answer answer = get(url);
    if (answer.location() != null && answer.location().startsWith(redirect.toString())) {
      redirectAccepted = true;
      return Verdict.passed("registered in the tenant");
    }
    Fix fix = fix(answer.body());
    RegistrationStep step = fix == null ? null : fix.step();
    if (fix != null && step == RegistrationStep.IDS) {
      return Verdict.failed("Entra ID does not know the Client ID.", forApplication(fix));
    }
    if (fix != null && step == RegistrationStep.REDIRECT_URI) {
      redirectFix = forApplication(fix);
      return Verdict.passed("registered in the tenant");
    }
    return Verdict.unknown("Entra ID does not say; the sign-in will.");
  }

  private Verdict redirectUri() {
    if (redirectFix != null) {
      return Verdict.failed("The redirect URI is not registered for this client.", redirectFix);
    }
    return redirectAccepted
        ? Verdict.passed("registered")
        : Verdict.unknown("Entra ID does not say; the sign-in will.");
  }

  /** Throws where no credential may be sent: such an authority is not contacted at all. */
  private URI authority() {
    return config.cloud().authorityHost();
  }

  private Answer get(HttpUrl url) {
    OkHttpClient login =
        LoginHttp.client(
            patient.http(),
            authority(),
            config.tokenTimeout(),
            new LoginHttp.Settings(patient.timing(), AuthListener.NONE));
    return Answer.of(login, new Request.Builder().url(url).build(), this::unreachable);
  }

  private AdtException unreachable(IOException failure) {
    return NetworkErrors.of(failure, NetworkErrors.tokenService(authority()));
  }

  private HttpUrl.Builder at(String path) {
    return HttpUrl.get(authority() + "/" + config.tenant() + "/" + path).newBuilder();
  }

  private Fix forApplication(Fix fix) {
    return fix.forApplication(authority(), config.tenant(), config.clientId());
  }

  private static @Nullable Fix fix(String body) {
    Matcher code = CODE.matcher(body);
    Optional<Fix> fix =
        code.find() ? Fix.forCode(Integer.parseInt(code.group(1))) : Optional.empty();
    return fix.orElse(null);
  }
}
