package io.github.adtauth.internal.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.doctor.Check;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.internal.http.InstanceErrorText;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.http.TokenServiceClient;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.internal.text.Guid;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Checks the instance, from its DNS name to write access. */
final class InstanceChecks {
  private static final String WRONG_HOST =
      "Set the endpoint to the 'Host name' in the overview of the Digital Twins instance.";
  private static final Pattern INSTANCE_HOST =
      Pattern.compile(
          "(?i)[a-z0-9.-]+\\.(digitaltwins\\.azure\\.(net|us|cn)|azuresmartspaces\\.net)");
  private static final MediaType JSON = MediaType.get("application/json");

  private final DiagnosisRun run;
  private final DigitalTwinsConfig config;
  private final Findings findings;

  InstanceChecks(DiagnosisRun run, DigitalTwinsConfig config, Findings findings) {
    this.run = run;
    this.config = config;
    this.findings = findings;
  }

  void run(@Nullable AccessToken token) {
    findings.check(
        Check.INSTANCE_NAME,
        List.of(),
        () -> DnsCheck.run(run.http(), config.endpoint(), this::unreachable));
    findings.check(Check.INSTANCE, List.of(Check.INSTANCE_NAME), this::reach);
    List<Check> prerequisites = List.of(Check.INSTANCE, Check.TOKEN, Check.SIGN_IN);
    AuthenticatedChecks authenticated = new AuthenticatedChecks(token);
    findings.check(Check.ROLE, prerequisites, authenticated::checkRole);
    findings.check(Check.READ, List.of(Check.ROLE), authenticated::checkRead);
    if (run.checkWriteAccess()) {
      findings.check(Check.WRITE, List.of(Check.READ), authenticated::checkWrite);
    }
  }

  /** Sends a request without a token, which an instance must reject. */
  private CheckResult reach() {
    URI endpoint = config.endpoint();
    OkHttpClient http =
        TokenServiceClient.client(
            run.http(),
            endpoint,
            config.tokenTimeout(),
            new TokenServiceClient.Settings(run.timing(), AuthListener.NONE));
    Request request = new Request.Builder().url(at("models")).build();
    ProbeResponse response = ProbeResponse.of(http, request, this::unreachable);
    if (InstanceErrorText.isUnavailable(response.status())) {
      return CheckResult.failed(
          sentence("reach the instance", InstanceErrorText.UNAVAILABLE, response),
          new Fix(null, "Wait and try again."));
    }
    return response.status() == 401 || response.status() == 403 || isOtherTenant(response)
        ? CheckResult.passed("responds and requires a token; " + response.connection())
        : CheckResult.failed(
            sentence(
                "reach the instance",
                notAnInstance(request, response) + " This is not a Digital Twins instance.",
                response),
            InstanceErrorText.NOT_AN_INSTANCE);
  }

  private static String sentence(String action, String sentence, ProbeResponse response) {
    return "Could not " + action + ": " + sentence + " The status is " + response.status() + ".";
  }

  private static String notAnInstance(Request request, ProbeResponse response) {
    if (response.status() == 200) {
      return StrictJson.parseObject(response.body(), 1 << 20, 32) == null
          ? InstanceErrorText.NOT_JSON
          : "the host does not require a token.";
    }
    HttpUrl target =
        response.location() == null ? null : request.url().resolve(response.location());
    return InstanceErrorText.notAnInstance(
        response.status(), target == null ? null : target.host());
  }

  /** Returns the exception that the client of an instance throws for a call without a response. */
  private AdtException unreachable(IOException failure) {
    return NetworkErrors.of(failure, "reach the instance", config.endpoint().getHost());
  }

  private HttpUrl at(String... segments) {
    HttpUrl.Builder url = HttpUrl.get(config.endpoint().toString()).newBuilder();
    for (String segment : segments) {
      url.addPathSegment(segment);
    }
    return url.addQueryParameter("api-version", config.apiVersion()).build();
  }

  private static boolean isOtherTenant(ProbeResponse response) {
    return response.status() == 404 && response.body().strip().startsWith("Sub-Domain not found");
  }

  private static String capitalize(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /** Returns whether the token may be sent to the endpoint, which may be mistyped. */
  private boolean mayReceiveToken() {
    return run.allowAnyHost()
        || !config.scope().equals(Cloud.DIGITAL_TWINS_SCOPE)
        || INSTANCE_HOST.matcher(config.endpoint().getHost()).matches();
  }

  /** The checks that send the token. */
  private final class AuthenticatedChecks {
    private final @Nullable AccessToken token;
    private @Nullable ProbeResponse query;

    AuthenticatedChecks(@Nullable AccessToken token) {
      this.token = token;
    }

    CheckResult checkRole() {
      if (!mayReceiveToken()) {
        return CheckResult.failed(
            "The host of the endpoint is not a Digital Twins instance, so no token was sent: "
                + config.endpoint().getHost()
                + ".",
            new Fix(null, WRONG_HOST + " For a gateway, call Doctor.allowAnyHost()."));
      }
      byte[] statement = "{\"query\":\"SELECT COUNT() FROM digitaltwins\"}".getBytes(UTF_8);
      Request.Builder request =
          new Request.Builder().url(at("query")).post(RequestBody.create(statement, JSON));
      ProbeResponse response = call(request);
      query = response;
      if (isOtherTenant(response)) {
        return CheckResult.failed(capitalize(InstanceErrorText.OTHER_TENANT), Fix.OTHER_TENANT);
      }
      return switch (response.status()) {
        case 401 ->
            CheckResult.failed(capitalize(InstanceErrorText.TOKEN_REJECTED), Fix.TOKEN_REJECTED);
        case 403 -> CheckResult.failed(capitalize(InstanceErrorText.NO_ROLE), roleMissing());
        case 200 -> CheckResult.passed("has a role on the instance");
        default -> CheckResult.unknown("unexpected status " + response.status());
      };
    }

    CheckResult checkRead() {
      ProbeResponse response = query;
      boolean isValid =
          response != null
              && response.status() == 200
              && StrictJson.parseObject(response.body(), 1 << 20, 32) != null;
      return isValid
          ? CheckResult.passed("a query succeeded")
          : CheckResult.failed(
              "A query failed with status " + (response == null ? 0 : response.status()) + ".",
              new Fix(
                  null, "Check for a proxy on the network path, and the health of the instance."));
    }

    CheckResult checkWrite() {
      HttpUrl missingTwin = at("digitaltwins", "adt-auth-doctor-" + UUID.randomUUID());
      ProbeResponse response = call(new Request.Builder().url(missingTwin).delete());
      return switch (response.status()) {
        case 404 -> CheckResult.passed("allowed; nothing was written");
        case 403 ->
            CheckResult.failed(capitalize(InstanceErrorText.NO_ROLE_TO_WRITE), roleMissing());
        default ->
            CheckResult.unknown(
                "unexpected status " + response.status() + " for the deletion of a missing twin.");
      };
    }

    private ProbeResponse call(Request.Builder request) {
      AccessToken accessToken = token;
      if (accessToken == null) {
        throw new IllegalStateException("the token check must pass first");
      }
      OkHttpClient http =
          AuthenticatedHttp.builder(run.http(), config.resource())
              .tokens(ignored -> accessToken)
              .timing(run.timing())
              .retry(RetryPolicy.NONE)
              .callTimeout(config.callTimeout())
              .build();
      return ProbeResponse.of(http, request.build(), InstanceChecks.this::unreachable);
    }

    private Fix roleMissing() {
      TokenSummary claims = token == null ? null : TokenSummary.parse(token.value());
      // Only a GUID is safe in a command that users copy.
      String oid = claims == null ? "" : claims.text("oid");
      String assignee = Guid.isGuid(oid) ? oid : "<object id>";
      String instance = config.endpoint().getHost().split("\\.", 2)[0];
      return new Fix(
          RegistrationStep.INSTANCE_ROLE,
          Fix.ROLE_MISSING.remedy()
              + " az dt role-assignment create --dt-name "
              + instance
              + " --role \"Azure Digital Twins Data Owner\" --assignee "
              + assignee,
          Fix.ROLE_MISSING.link());
    }
  }
}
