package io.github.adtauth.internal.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.doctor.Check;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.internal.http.InstanceErrorText;
import io.github.adtauth.internal.http.NetworkErrorKind;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.http.TokenServiceClient;
import io.github.adtauth.internal.json.StrictJson;
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

/** From the name of the instance to the right to write there. */
final class InstanceChecks {
  private static final String WRONG_HOST =
      "Set the endpoint to the 'Host name' in the overview of the Digital Twins instance.";
  private static final Pattern NAMED_LIKE_AN_INSTANCE =
      Pattern.compile(
          "(?i)[a-z0-9.-]+\\.(digitaltwins\\.azure\\.(net|us|cn)|azuresmartspaces\\.net)");
  private static final MediaType JSON = MediaType.get("application/json");

  /** Only such a one may stand in a command that somebody copies. */
  private static final Pattern OBJECT_ID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final DiagnosisRun patient;
  private final DigitalTwinsConfig config;
  private final Findings findings;

  InstanceChecks(DiagnosisRun patient, DigitalTwinsConfig config, Findings findings) {
    this.patient = patient;
    this.config = config;
    this.findings = findings;
  }

  void run(@Nullable AccessToken token) {
    findings.examine(
        Check.INSTANCE_NAME,
        List.of(),
        () -> DnsCheck.verdict(patient.http(), config.endpoint(), this::unreachable));
    findings.examine(Check.INSTANCE, List.of(Check.INSTANCE_NAME), this::reach);
    List<Check> needed = List.of(Check.INSTANCE, Check.TOKEN, Check.SIGN_IN);
    Reading reading = new Reading(token);
    findings.examine(Check.ROLE, needed, reading::role);
    findings.examine(Check.READ, List.of(Check.ROLE), reading::read);
    if (patient.writing()) {
      findings.examine(Check.WRITE, List.of(Check.READ), reading::write);
    }
  }

  /** Asks without a token: an instance demands one. */
  private CheckResult reach() {
    URI endpoint = config.endpoint();
    OkHttpClient http =
        TokenServiceClient.client(
            patient.http(),
            endpoint,
            config.tokenTimeout(),
            new TokenServiceClient.Settings(patient.timing(), AuthListener.NONE));
    Request request = new Request.Builder().url(at("models")).build();
    ProbeResponse answer = ProbeResponse.of(http, request, this::unreachable);
    if (InstanceErrorText.isUnavailable(answer.status())) {
      return CheckResult.failed(
          sentence("reach the instance", InstanceErrorText.UNAVAILABLE, answer),
          new Fix(null, "Wait and try again."));
    }
    return answer.status() == 401 || answer.status() == 403 || isOtherTenant(answer)
        ? CheckResult.passed("responds and requires a token; " + answer.connection())
        : CheckResult.failed(
            sentence(
                "reach the instance",
                notAnInstance(request, answer) + " This is not a Digital Twins instance.",
                answer),
            InstanceErrorText.NOT_AN_INSTANCE);
  }

  private static String sentence(String what, String sentence, ProbeResponse answer) {
    return "Could not " + what + ": " + sentence + " The status is " + answer.status() + ".";
  }

  private static String notAnInstance(Request request, ProbeResponse answer) {
    if (answer.status() == 200) {
      return StrictJson.object(answer.body(), 1 << 20, 32) == null
          ? InstanceErrorText.NOT_JSON
          : "the host does not require a token.";
    }
    HttpUrl target = answer.location() == null ? null : request.url().resolve(answer.location());
    return InstanceErrorText.notAnInstance(answer.status(), target == null ? null : target.host());
  }

  /** Returns the exception that the client of an instance throws for a call without a response. */
  private AdtException unreachable(IOException failure) {
    NetworkErrorKind fault = NetworkErrorKind.of(failure);
    String host = config.endpoint().getHost();
    ErrorDetails details =
        ErrorDetails.of("Could not reach the instance: " + fault.sentence(host, " in time"))
            .fix(fault.fix())
            .and(NetworkErrors.proxySentence(fault, failure));
    return fault == NetworkErrorKind.NOT_HTTP
        ? new UnexpectedResponseException(details)
        : new UnavailableException(details);
  }

  private HttpUrl at(String... segments) {
    HttpUrl.Builder url = HttpUrl.get(config.endpoint().toString()).newBuilder();
    for (String segment : segments) {
      url.addPathSegment(segment);
    }
    return url.addQueryParameter("api-version", config.apiVersion()).build();
  }

  private static boolean isOtherTenant(ProbeResponse answer) {
    return answer.status() == 404 && answer.body().strip().startsWith("Sub-Domain not found");
  }

  private static String capitalized(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /** Tells whether the endpoint is one for the token: somebody may have mistyped it. */
  private boolean mayHaveTheToken() {
    return patient.anyHost()
        || !config.scope().equals(Cloud.DIGITAL_TWINS_SCOPE)
        || NAMED_LIKE_AN_INSTANCE.matcher(config.endpoint().getHost()).matches();
  }

  /** The calls with a token. */
  private final class Reading {
    private final @Nullable AccessToken token;
    private @Nullable ProbeResponse query;

    Reading(@Nullable AccessToken token) {
      this.token = token;
    }

    CheckResult role() {
      if (!mayHaveTheToken()) {
        return CheckResult.failed(
            "The endpoint is not named like a Digital Twins instance: no token was sent there.",
            new Fix(null, WRONG_HOST + " If it is a gateway of yours: Doctor.allowAnyHost()."));
      }
      byte[] statement = "{\"query\":\"SELECT COUNT() FROM digitaltwins\"}".getBytes(UTF_8);
      Request.Builder request =
          new Request.Builder().url(at("query")).post(RequestBody.create(statement, JSON));
      ProbeResponse answer = call(request);
      query = answer;
      if (isOtherTenant(answer)) {
        return CheckResult.failed(capitalized(InstanceErrorText.OTHER_TENANT), Fix.OTHER_TENANT);
      }
      return switch (answer.status()) {
        case 401 ->
            CheckResult.failed(capitalized(InstanceErrorText.TOKEN_REJECTED), Fix.TOKEN_REJECTED);
        case 403 -> CheckResult.failed(capitalized(InstanceErrorText.NO_ROLE), roleMissing());
        case 200 -> CheckResult.passed("has a role on the instance");
        default -> CheckResult.unknown("the status " + answer.status() + " does not tell");
      };
    }

    CheckResult read() {
      ProbeResponse answer = query;
      boolean understood =
          answer != null
              && answer.status() == 200
              && StrictJson.object(answer.body(), 1 << 20, 32) != null;
      return understood
          ? CheckResult.passed("a query was answered")
          : CheckResult.failed(
              "A query was answered with status " + (answer == null ? 0 : answer.status()) + ".",
              new Fix(null, "Look for a proxy in between, and at the health of the instance."));
    }

    CheckResult write() {
      HttpUrl nobody = at("digitaltwins", "adt-auth-doctor-" + UUID.randomUUID());
      ProbeResponse answer = call(new Request.Builder().url(nobody).delete());
      return switch (answer.status()) {
        case 404 -> CheckResult.passed("allowed; nothing was written");
        case 403 ->
            CheckResult.failed(capitalized(InstanceErrorText.NO_ROLE_TO_WRITE), roleMissing());
        default ->
            CheckResult.unknown("the answer to a deletion of nothing was " + answer.status() + ".");
      };
    }

    private ProbeResponse call(Request.Builder request) {
      AccessToken held = token;
      if (held == null) {
        throw new IllegalStateException("no check of these is made without a token");
      }
      OkHttpClient http =
          AuthenticatedHttp.builder(patient.http(), config.resource())
              .tokens(any -> held)
              .timing(patient.timing())
              .retry(RetryPolicy.NONE)
              .callTimeout(config.callTimeout())
              .build();
      return ProbeResponse.of(http, request.build(), InstanceChecks.this::unreachable);
    }

    private Fix roleMissing() {
      Claims claims = token == null ? null : Claims.of(token.value());
      String oid = claims == null ? "" : claims.text("oid");
      String who = OBJECT_ID.matcher(oid).matches() ? oid : "<object id>";
      String instance = config.endpoint().getHost().split("\\.", 2)[0];
      return new Fix(
          RegistrationStep.INSTANCE_ROLE,
          Fix.ROLE_MISSING.remedy()
              + " az dt role-assignment create --dt-name "
              + instance
              + " --role \"Azure Digital Twins Data Owner\" --assignee "
              + who,
          Fix.ROLE_MISSING.link());
    }
  }
}
