package io.github.adtauth.internal.doctor;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.doctor.Check;
import io.github.adtauth.internal.codes.CodeKind;
import io.github.adtauth.internal.codes.EntraCode;
import io.github.adtauth.internal.codes.EntraCodes;
import io.github.adtauth.internal.error.PortalPage;
import io.github.adtauth.internal.http.NetworkErrorKind;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.http.TokenServiceClient;
import io.github.adtauth.internal.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Checks Entra ID, the tenant and the client, before a sign-in. */
final class EntraChecks {
  private static final Set<Integer> UNKNOWN_CLIENT = Set.of(700016, 700011);
  private static final Set<Integer> UNKNOWN_TENANT = Set.of(90002, 900023);
  private static final int OTHER_CLOUD = 90038;

  /**
   * The sign-in check examines these steps; an error of such a step does not mean that the client
   * is missing.
   */
  private static final Set<RegistrationStep> EXAMINED_LATER =
      EnumSet.of(
          RegistrationStep.PUBLIC_CLIENT,
          RegistrationStep.API_PERMISSION,
          RegistrationStep.CONSENT,
          RegistrationStep.CREDENTIAL,
          RegistrationStep.EXPOSED_API);

  private static final Pattern TENANT_OF_ISSUER =
      Pattern.compile(
          "https://[^/]+/(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})/v2\\.0");

  /** Entra ID tolerates this clock skew. */
  private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

  private static final String REGISTERED = "registered in the tenant";

  /** The example of RFC 7636, appendix B. It is never verified, because no code is redeemed. */
  private static final String CODE_CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final DiagnosisRun run;
  private final DigitalTwinsConfig config;
  private final Findings findings;
  private @Nullable ProbeResponse metadata;
  private @Nullable String tenantId;
  private @Nullable Fix redirectFix;
  private boolean redirectAccepted;

  EntraChecks(DiagnosisRun run, DigitalTwinsConfig config, Findings findings) {
    this.run = run;
    this.config = config;
    this.findings = findings;
  }

  void run() {
    findings.check(
        Check.ENTRA_NAME,
        List.of(),
        () -> DnsCheck.run(run.http(), authority(), this::unreachable));
    findings.check(Check.ENTRA_TLS, List.of(Check.ENTRA_NAME), this::reach);
    findings.check(Check.CLOCK, List.of(Check.ENTRA_TLS), this::clock);
    findings.check(Check.TENANT, List.of(Check.ENTRA_TLS), this::tenant);
    findings.check(Check.CLIENT, List.of(Check.TENANT), this::client);
    if (run.method().kind().includes(Check.REDIRECT_URI)) {
      findings.check(Check.REDIRECT_URI, List.of(Check.CLIENT), this::redirectUri);
    }
  }

  /** Returns the Directory ID, even if the Tenant is a domain name; null if unknown. */
  @Nullable String tenantId() {
    return tenantId;
  }

  private CheckResult reach() {
    metadata = get(at("v2.0/.well-known/openid-configuration").build());
    return CheckResult.passed("responds; " + metadata.connection());
  }

  private CheckResult clock() {
    Duration ahead = metadata == null ? null : metadata.clockAhead(run.timing().clock().instant());
    if (ahead == null) {
      return CheckResult.unknown("Entra ID's response has no date.");
    }
    long minutes = ahead.abs().toMinutes();
    return ahead.abs().compareTo(MAX_CLOCK_SKEW) < 0
        ? CheckResult.passed("within " + (minutes + 1) + " min of Entra ID's")
        : CheckResult.failed(
            "The clock of this machine is "
                + minutes
                + " minutes "
                + (ahead.isNegative() ? "slow." : "fast."),
            new Fix(
                null, "Set the clock: Entra ID rejects tokens and assertions with a wrong time."));
  }

  private CheckResult tenant() {
    ProbeResponse probe = metadata;
    if (probe == null) {
      return CheckResult.unknown("Entra ID did not respond.");
    }
    var json = probe.status() == 200 ? StrictJson.parseObject(probe.body(), 1 << 20, 32) : null;
    Matcher matcher =
        TENANT_OF_ISSUER.matcher(json == null ? "" : TokenSummary.text(json, "issuer"));
    if (json != null && matcher.matches()) {
      String host =
          TenantCloud.otherAuthority(authority(), TokenSummary.text(json, "cloud_instance_name"));
      if (host != null) {
        return CheckResult.failed(
            "The Tenant belongs to another cloud, whose Entra ID is https://" + host + ".",
            Fix.forCode(OTHER_CLOUD).orElse(null));
      }
      tenantId = matcher.group(1);
      return CheckResult.passed(
          "exists" + (isConfiguredTenant(tenantId) ? "" : ", Directory ID " + tenantId));
    }
    EntraResponse response = new EntraResponse(false, null, EntraResponse.codeIn(probe.body()));
    if (response.isTransient()) {
      return temporarilyUnknown(response);
    } else if (response.isError()) {
      return CheckResult.failed(
          UNKNOWN_TENANT.contains(response.code())
              ? "Tenant '" + config.tenant() + "' does not exist in Entra ID."
              : "Entra ID rejects Tenant '" + config.tenant() + "' (" + response.name() + ").",
          fix(response));
    }
    return CheckResult.failed(
        "The response (status " + probe.status() + ") is not from Entra ID.",
        NetworkErrorKind.NOT_HTTP.fix());
  }

  private boolean isConfiguredTenant(String id) {
    return id.equalsIgnoreCase(config.tenant());
  }

  /**
   * Requests a sign-in without a prompt ({@code prompt=none}, OpenID Connect Core 3.1.2.1). No user
   * is signed in, so the request fails. Any error other than a missing user is a finding.
   */
  private CheckResult client() {
    URI redirect = config.redirectUri().orElse(URI.create("http://localhost"));
    HttpUrl url =
        at("oauth2/v2.0/authorize")
            .addQueryParameter("client_id", config.clientId())
            .addQueryParameter("response_type", "code")
            .addQueryParameter("redirect_uri", redirect.toString())
            .addQueryParameter("response_mode", "query")
            .addQueryParameter("scope", config.cloud().scope())
            .addQueryParameter("prompt", "none")
            .addQueryParameter("code_challenge", CODE_CHALLENGE)
            .addQueryParameter("code_challenge_method", "S256")
            .build();
    EntraResponse response = EntraResponse.parse(get(url), redirect.toString());
    redirectAccepted = response.redirected();
    if (!response.isError()) {
      return response.redirected()
          ? CheckResult.passed(REGISTERED)
          : CheckResult.unknown("Entra ID does not report this before a sign-in.");
    } else if (response.isTransient()) {
      return temporarilyUnknown(response);
    }
    return response.isSignInRequired() ? CheckResult.passed(REGISTERED) : rejected(response);
  }

  private CheckResult rejected(EntraResponse response) {
    EntraCode row = response.row();
    Fix fix = fix(response);
    RegistrationStep step = fix == null ? null : fix.step();
    String rejection = "Entra ID rejects a sign-in (" + response.name() + ")";
    if (UNKNOWN_CLIENT.contains(response.code())) {
      return CheckResult.failed(
          "Client ID '" + config.clientId() + "' does not exist in the tenant.", fix);
    } else if (step == RegistrationStep.REDIRECT_URI) {
      redirectFix = fix;
      return CheckResult.passed(REGISTERED);
    } else if (step != null && EXAMINED_LATER.contains(step)) {
      // A service does not need permissions that users grant.
      return CheckResult.passed(
          run.method().kind() == SignInKind.SERVICE ? REGISTERED : REGISTERED + "; " + rejection);
    }
    boolean concernsAllFlows = row != null && row.meaning().kind() == CodeKind.REGISTRATION;
    if (concernsAllFlows || run.method().kind() == SignInKind.BROWSER) {
      return CheckResult.failed(rejection + ".", fix);
    }
    return CheckResult.unknown(rejection + "." + (fix == null ? "" : " " + fix.remedy()));
  }

  private static CheckResult temporarilyUnknown(EntraResponse response) {
    return CheckResult.unknown("Entra ID is temporarily unavailable (" + response.name() + ").");
  }

  private CheckResult redirectUri() {
    if (redirectFix != null) {
      return CheckResult.failed("The redirect URI is not registered for this client.", redirectFix);
    }
    return redirectAccepted
        ? CheckResult.passed("registered")
        : CheckResult.unknown("Entra ID does not report this before a sign-in.");
  }

  /**
   * Returns the authority. Throws if it must not receive a credential; it is then not contacted.
   */
  private URI authority() {
    return config.cloud().authorityHost();
  }

  private ProbeResponse get(HttpUrl url) {
    OkHttpClient login =
        TokenServiceClient.client(
            run.http(),
            authority(),
            config.tokenTimeout(),
            new TokenServiceClient.Settings(run.timing(), AuthListener.NONE));
    return ProbeResponse.of(login, new Request.Builder().url(url).build(), this::unreachable);
  }

  private AdtException unreachable(IOException failure) {
    return NetworkErrors.of(failure, NetworkErrors.tokenService(authority()));
  }

  private HttpUrl.Builder at(String path) {
    return HttpUrl.get(authority() + "/" + config.tenant() + "/" + path).newBuilder();
  }

  private Fix withPortalPage(Fix fix) {
    return PortalPage.addTo(fix, authority(), config.tenant(), config.clientId());
  }

  /** A code without a row links to Microsoft's page; an error without a code has no fix. */
  private @Nullable Fix fix(EntraResponse response) {
    if (response.code() == 0) {
      return null;
    }
    return withPortalPage(
        Fix.forCode(response.code())
            .orElseGet(() -> new Fix(null, EntraCodes.lookUp(response.code()))));
  }
}
