package io.github.adtauth.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedAnswerException;
import io.github.adtauth.internal.text.CorrelationIds;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.token.StrictJson;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Says what a refusal of Microsoft Graph or of Azure Resource Manager means. */
final class GraphRefusals {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /** An object of that key exists: a service principal, a grant, a federated credential. */
  private static final Set<String> THERE =
      Set.of("Request_MultipleObjectsWithSameKeyValue", "ObjectConflict", "RoleAssignmentExists");

  private static final int MAX_MESSAGE = 500;

  private GraphRefusals() {}

  static AdtException of(String what, Response response, String body, RequestSecrets secrets) {
    JsonObject error = error(body);
    String host = response.request().url().host();
    String message =
        error == null
            ? ""
            : Redactor.sanitize(Members.string(error, "message"), MAX_MESSAGE, secrets);
    ErrorDetails details =
        ErrorDetails.of(
                "Could not "
                    + what
                    + ": "
                    + (message.isEmpty() ? host + " answered " + response.code() + "." : message))
            .status(response.code())
            .error(error == null ? null : code(Members.string(error, "code"), secrets))
            .correlationId(
                CorrelationIds.parse(
                    response.header("request-id", response.header("x-ms-request-id")), secrets));
    return switch (response.code()) {
      case 401 ->
          new RegistrationException(
              details.fix(new Fix(null, "Sign in again with an account of the right tenant.")));
      case 403 -> new RegistrationException(details.fix(lackingRight(host)));
      case 408, 429, 500, 502, 503, 504 ->
          new UnavailableException(details.retryAfter(retryAfter(response)));
      default ->
          error == null
              ? new UnexpectedAnswerException(details)
              : new RegistrationException(details);
    };
  }

  /** Returns whether what was to be created is there already. */
  static boolean isThere(AdtException e) {
    return e.status() == 409
        ? THERE.contains(e.error().orElse(""))
        : e.status() == 400 && e.reason().contains(" already exist");
  }

  private static Fix lackingRight(String host) {
    return host.startsWith("management.")
        ? new Fix(
            RegistrationStep.INSTANCE_ROLE,
            "To assign roles takes the role Owner or User Access Administrator on the instance.")
        : new Fix(
            null,
            "To register applications takes the directory role Application Developer or Cloud"
                + " Application Administrator, and a token with Application.ReadWrite.All.");
  }

  private static @Nullable Duration retryAfter(Response response) {
    String value = response.header("Retry-After");
    return value != null && value.matches("\\d{1,6}")
        ? Duration.ofSeconds(Long.parseLong(value))
        : null;
  }

  /** Returns what the service says of its refusal, or null if it is not the service's. */
  static @Nullable JsonObject error(String body) {
    JsonObject root = StrictJson.object(body, GraphApi.LIMIT, GraphApi.DEPTH);
    return root != null && root.get("error") instanceof JsonObject error ? error : null;
  }

  private static @Nullable String code(String value, RequestSecrets secrets) {
    return CODE.matcher(value).matches() && !secrets.isIn(value) ? value : null;
  }
}
