package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.http.RetryAfter;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.internal.oauth.BearerChallenge;
import io.github.adtauth.internal.oauth.ClaimsParameter;
import io.github.adtauth.internal.text.CorrelationIds;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.text.RequestSecrets;
import java.time.Clock;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Maps error responses of Microsoft Graph and Azure Resource Manager to exceptions. */
final class GraphErrors {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /**
   * Codes that mean that an object with the same key exists: a service principal, a grant, a
   * federated credential.
   */
  private static final Set<String> ALREADY_EXISTS =
      Set.of("Request_MultipleObjectsWithSameKeyValue", "ObjectConflict", "RoleAssignmentExists");

  private static final String BY_POLICY = "RequestDisallowedBy";

  private static final Pattern STEP_UP =
      Pattern.compile("(?i)\\bMFA\\b|multi-?factor|strong authentication");

  private static final int MAX_MESSAGE_LENGTH = 500;

  private final String action;
  private final Response response;
  private final String tenant;
  private final RequestSecrets secrets;
  private final Clock clock;

  /**
   * Creates a mapper for an unsuccessful response.
   *
   * @param action the action that failed, after "Could not"
   * @param tenant the Directory ID of the token; empty if it is not known
   * @param clock the clock for a {@code Retry-After} date in a response without a date
   */
  GraphErrors(
      String action, Response response, String tenant, RequestSecrets secrets, Clock clock) {
    this.action = action;
    this.response = response;
    this.tenant = tenant;
    this.secrets = secrets;
    this.clock = clock;
  }

  AdtException toException(String body) {
    JsonObject error = error(body);
    ErrorDetails details = details(error);
    String claims = claims();
    if (claims != null) {
      return new InteractionRequiredException(details.claims(claims).fix(stepUp(claims)));
    }
    return switch (response.code()) {
      case 401 ->
          new RegistrationException(
              details.fix(
                  new Fix(
                      null,
                      "Sign in again with an account of the right tenant. With the Azure CLI: "
                          + login(null))));
      case 403 -> new RegistrationException(details.fix(forbidden(error)));
      case 408, 429, 500, 502, 503, 504 ->
          new UnavailableException(details.retryAfter(RetryAfter.parse(response.headers(), clock)));
      default -> {
        if (error == null) {
          yield new UnexpectedResponseException(details);
        }
        RegistrationException rejected = new RegistrationException(details);
        yield TransientErrors.isPolicy(rejected)
            ? new RegistrationException(details.fix(policy(rejected)))
            : rejected;
      }
    };
  }

  private ErrorDetails details(@Nullable JsonObject error) {
    String message =
        error == null
            ? ""
            : Redactor.sanitize(GraphJson.string(error, "message"), MAX_MESSAGE_LENGTH, secrets);
    String host = response.request().url().host();
    return ErrorDetails.of(
            "Could not "
                + action
                + ": "
                + (message.isEmpty() ? host + " responded with " + response.code() + "." : message))
        .status(response.code())
        .errorCode(error == null ? null : code(GraphJson.string(error, "code"), secrets))
        .correlationId(
            CorrelationIds.parse(
                response.header("request-id", response.header("x-ms-request-id")), secrets));
  }

  /** Returns the claims of a claims challenge, as JSON; null if there are none. */
  private @Nullable String claims() {
    if (response.code() != 401 && response.code() != 403) {
      return null;
    }
    return BearerChallenge.parse(response.headers("WWW-Authenticate"))
        .map(BearerChallenge::claims)
        .filter(ClaimsParameter::isClaims)
        .filter(claims -> !secrets.isIn(claims))
        .orElse(null);
  }

  private Fix forbidden(@Nullable JsonObject error) {
    String code = error == null ? "" : GraphJson.string(error, "code");
    if (!code.startsWith(BY_POLICY)) {
      return RequiredPermission.of(response.request().method(), response.request().url());
    }
    return error != null && STEP_UP.matcher(GraphJson.string(error, "message")).find()
        ? stepUp(null)
        : new Fix(null, "A policy of the subscription forbids it: ask its administrator.");
  }

  private Fix stepUp(@Nullable String claims) {
    return new Fix(
        null,
        "A policy requires a stronger sign-in, such as multifactor authentication. Sign in again"
            + " and retry the registration. With the Azure CLI: "
            + login(claims));
  }

  private String login(@Nullable String claims) {
    return LoginCommand.of(tenant, response.request().url(), claims);
  }

  private static Fix policy(AdtException rejected) {
    String code = rejected.errorCode().orElse("");
    return new Fix(
        RegistrationStep.CREDENTIAL,
        code.contains("Lifetime")
            ? "A policy of the tenant limits the lifetime of credentials: choose a shorter one."
            : code.contains("CredentialType")
                ? "A policy of the tenant forbids this kind of credential: choose a certificate"
                    + " (newCertificate) or a federated credential (federated)."
                : "An application management policy of the tenant forbids it: ask an"
                    + " administrator.");
  }

  /** Returns whether the same user only needs a stronger sign-in. */
  static boolean isStepUp(AdtException e) {
    return e.errorCode().orElse("").startsWith(BY_POLICY) && STEP_UP.matcher(e.reason()).find();
  }

  /** Returns whether the object to create already exists. */
  static boolean alreadyExists(AdtException e) {
    return e.status() == 409
        ? ALREADY_EXISTS.contains(e.errorCode().orElse(""))
        : e.status() == 400 && e.reason().contains(" already exist");
  }

  /** Returns the error object of a response, or null if the response is not from the service. */
  static @Nullable JsonObject error(String body) {
    JsonObject root = StrictJson.parseObject(body, GraphApi.MAX_RESPONSE_BYTES, GraphApi.MAX_DEPTH);
    return root != null && root.get("error") instanceof JsonObject error ? error : null;
  }

  private static @Nullable String code(String value, RequestSecrets secrets) {
    return CODE.matcher(value).matches() && !secrets.isIn(value) ? value : null;
  }
}
