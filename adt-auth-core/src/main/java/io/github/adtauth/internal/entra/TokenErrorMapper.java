package io.github.adtauth.internal.entra;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.codes.CodeKind;
import io.github.adtauth.internal.codes.EntraCode;
import io.github.adtauth.internal.codes.EntraCodes;
import io.github.adtauth.internal.codes.Flow;
import io.github.adtauth.internal.codes.Meaning;
import io.github.adtauth.internal.error.ErrorInternals;
import io.github.adtauth.internal.http.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Set;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Maps an error response of the token service (RFC 6749 5.2) to an exception. Stateless.
 *
 * <p>The exception type states what the caller can do. It follows from the grant, {@code error},
 * {@code suberror} and {@code claims}. The AADSTS code decides only if {@link EntraCodes} lists a
 * kind for it that is more reliable than {@code error}: for example, Entra ID reports throttling as
 * {@code invalid_grant} and a malformed inbound token as {@code invalid_request}.
 */
public final class TokenErrorMapper {
  /** The clock skew that Entra ID tolerates. */
  public static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

  /** Errors of OpenID Connect Core 3.1.2.6 and suberrors of Entra ID that the user can resolve. */
  private static final Set<String> INTERACTION_ERRORS =
      Set.of(
          "interaction_required",
          "login_required",
          "account_selection_required",
          "basic_action",
          "additional_action",
          "message_only",
          "user_password_expired");

  private static final Set<String> DECLINED_ERRORS =
      Set.of("authorization_declined", "access_denied");

  /** RFC 8628 3.5, and Entra ID's error for an unknown device code. */
  private static final Set<String> CODE_EXPIRED_ERRORS =
      Set.of("expired_token", "bad_verification_code");

  private static final Set<String> TRANSIENT_ERRORS =
      Set.of("temporarily_unavailable", "server_error", "authorization_pending", "slow_down");

  private static final Set<String> WRONG_RESOURCE_ERRORS =
      Set.of("invalid_scope", "invalid_resource", "invalid_target");

  /** Errors that clock skew can cause. */
  private static final Set<TokenErrorKind> CLOCK_DEPENDENT =
      Set.of(TokenErrorKind.CREDENTIAL, TokenErrorKind.INBOUND_TOKEN, TokenErrorKind.SIGN_IN_ENDED);

  /**
   * Errors whose default fix names a registration step that would mislead if the code is unknown.
   */
  private static final Set<TokenErrorKind> EXPLAINED_BY_CODE =
      Set.of(TokenErrorKind.REGISTRATION, TokenErrorKind.NO_USER);

  private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

  /** The delay of MSAL after a 429 without {@code Retry-After}. */
  private static final Duration THROTTLING_DELAY = Duration.ofSeconds(60);

  private static final Duration TRANSIENT_DELAY = Duration.ofSeconds(5);

  private TokenErrorMapper() {}

  /** Returns the exception for a rejected token request, with the request's secrets redacted. */
  public static AdtException toException(
      GrantType grant, TokenEndpointResponse response, TokenClientContext context) {
    RequestSecretRedactor redactor = RequestSecretRedactor.of(response.requestForm());
    AdtException exception =
        toException(
            grant,
            response.status(),
            redactor.headers(response.headers()),
            redactor.body(response.body()),
            context.timing().clock());
    return ErrorInternals.instance()
        .forApplication(exception, context.authorityHost(), context.tenant(), context.clientId());
  }

  /** Returns the exception for a rejected token request, whatever its status. */
  static AdtException toException(
      GrantType grant, int status, Headers headers, String body, Clock clock) {
    TokenErrorResponse response = TokenErrorResponse.parse(body);
    TokenErrorKind kind;
    if (isUnavailable(status)) {
      kind = TokenErrorKind.UNAVAILABLE;
    } else {
      kind = response == null ? TokenErrorKind.UNEXPECTED : kind(grant, response);
    }
    String traceId = TokenErrorResponse.id(headers.get("x-ms-request-id"));
    String requestId = TokenErrorResponse.id(headers.get("client-request-id"));
    ErrorDetails details =
        details(grant, kind, response)
            .status(status)
            .correlationId(
                firstNonNull(
                    response == null ? null : response.correlationId(), requestId, traceId))
            .traceId(firstNonNull(response == null ? null : response.traceId(), traceId));
    if (CLOCK_DEPENDENT.contains(kind)) {
      details = details.and(clockHint(headers, clock));
    }
    if (kind == TokenErrorKind.UNAVAILABLE) {
      details.retryAfter(retryDelay(RetryAfter.parse(headers, clock), response));
    }
    return kind.exception.apply(details);
  }

  /** Returns the exception for an authorization error response (RFC 6749 4.1.2.1). */
  public static AdtException toException(GrantType grant, TokenErrorResponse response) {
    TokenErrorKind kind = kind(grant, response);
    ErrorDetails details =
        details(grant, kind, response)
            .correlationId(response.correlationId())
            .traceId(response.traceId());
    if (kind == TokenErrorKind.UNAVAILABLE) {
      details.retryAfter(retryDelay(null, response));
    }
    return kind.exception.apply(details);
  }

  /** Returns a sentence about the clock skew, or an empty string if Entra ID tolerates it. */
  private static String clockHint(Headers headers, Clock clock) {
    Date serverDate = headers.getDate("Date");
    if (serverDate == null) {
      return "";
    }
    Duration clockSkew = Duration.between(serverDate.toInstant(), clock.instant());
    return clockSkew.abs().compareTo(MAX_CLOCK_SKEW) < 0
        ? ""
        : "The clock of this machine is "
            + clockSkew.abs().toMinutes()
            + " minutes "
            + (clockSkew.isNegative() ? "slow" : "fast")
            + ". Correct it.";
  }

  /**
   * Returns the retry delay: {@code Retry-After} up to one hour, otherwise the delay for the AADSTS
   * code, or null.
   */
  private static @Nullable Duration retryDelay(
      @Nullable Duration retryAfter, @Nullable TokenErrorResponse response) {
    if (retryAfter != null) {
      return retryAfter.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : retryAfter;
    }
    EntraCode code = response == null ? null : EntraCodes.firstKnown(response.codes());
    if (code == null) {
      return null;
    }
    return switch (code.meaning().kind()) {
      case THROTTLED -> THROTTLING_DELAY;
      case TRANSIENT -> TRANSIENT_DELAY;
      default -> null;
    };
  }

  /** Returns whether Entra ID did not find the requested scope, or did not grant it. */
  static boolean isWrongResource(String error) {
    return WRONG_RESOURCE_ERRORS.contains(error);
  }

  private static boolean isUnavailable(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private static TokenErrorKind kind(GrantType grant, TokenErrorResponse response) {
    if (TRANSIENT_ERRORS.contains(response.error())) {
      return TokenErrorKind.UNAVAILABLE;
    } else if (response.claims() != null) {
      return grant == GrantType.CLIENT_CREDENTIALS
          ? TokenErrorKind.NO_USER
          : TokenErrorKind.INTERACTION;
    }
    Meaning meaning = meaning(grant, response);
    TokenErrorKind kindByCode =
        meaning == null || isClientAssertion(response, meaning)
            ? null
            : AadstsErrorKinds.of(grant, meaning.kind(), response.error());
    return kindByCode == null ? kindByError(grant, response) : kindByCode;
  }

  /**
   * Returns whether the invalid token is the client assertion. An on-behalf-of request contains two
   * JWTs: {@code invalid_client} refers to the client assertion, not to the inbound token.
   */
  private static boolean isClientAssertion(TokenErrorResponse response, Meaning meaning) {
    return meaning.kind() == CodeKind.INVALID_TOKEN && response.error().equals("invalid_client");
  }

  private static TokenErrorKind kindByError(GrantType grant, TokenErrorResponse response) {
    String error = response.error();
    String suberror = response.suberror() == null ? "" : response.suberror();
    boolean isBlocked = suberror.equals("message_only");
    if (error.equals("consent_required") || suberror.equals("consent_required")) {
      return TokenErrorKind.CONSENT;
    } else if (isBlocked && (grant == GrantType.ON_BEHALF_OF || grant == GrantType.SESSION)) {
      return TokenErrorKind.BLOCKED;
    } else if (INTERACTION_ERRORS.contains(error)
        || (error.equals("invalid_grant") && INTERACTION_ERRORS.contains(suberror))) {
      return grant == GrantType.CLIENT_CREDENTIALS
          ? TokenErrorKind.NO_USER
          : TokenErrorKind.INTERACTION;
    } else if (DECLINED_ERRORS.contains(error)) {
      return TokenErrorKind.DECLINED;
    } else if (CODE_EXPIRED_ERRORS.contains(error)) {
      return TokenErrorKind.CODE_EXPIRED;
    } else if (error.equals("invalid_client")) {
      return AadstsErrorKinds.credential(grant);
    } else if (error.equals("invalid_grant")) {
      return switch (grant) {
        case ON_BEHALF_OF -> TokenErrorKind.INBOUND_TOKEN;
        case REFRESH_TOKEN, SESSION -> TokenErrorKind.SIGN_IN_ENDED;
        case AUTHORIZATION_CODE, DEVICE_CODE -> TokenErrorKind.CODE_EXPIRED;
        case CLIENT_CREDENTIALS -> TokenErrorKind.REGISTRATION;
      };
    }
    return isWrongResource(error) ? TokenErrorKind.WRONG_RESOURCE : TokenErrorKind.REGISTRATION;
  }

  private static @Nullable Meaning meaning(GrantType grant, TokenErrorResponse response) {
    EntraCode code = EntraCodes.firstKnown(response.codes());
    if (code == null) {
      return null;
    }
    Flow flow = AadstsErrorKinds.flow(grant);
    Meaning meaning = code.meaningIn(flow);
    return flow == Flow.ON_BEHALF_OF && isClientAssertion(response, meaning)
        ? code.meaningIn(Flow.SERVICE)
        : meaning;
  }

  private static ErrorDetails details(
      GrantType grant, TokenErrorKind kind, @Nullable TokenErrorResponse response) {
    if (response == null) {
      return ErrorDetails.of(kind.message).fix(kind.fix);
    }
    String description = response.description();
    ErrorDetails details =
        ErrorDetails.of(
                description == null
                    ? kind.message
                    : kind.message + " Entra ID reports: \"" + description + "\".")
            .fix(fix(grant, kind, response))
            .errorCode(response.error())
            .suberror(response.suberror())
            .aadstsCodes(response.codes());
    return kind == TokenErrorKind.INTERACTION ? details.claims(response.claims()) : details;
  }

  private static Fix fix(GrantType grant, TokenErrorKind kind, TokenErrorResponse response) {
    Meaning meaning = meaning(grant, response);
    if (meaning != null) {
      String step = meaning.step();
      return new Fix(step == null ? null : RegistrationStep.valueOf(step), meaning.hint());
    } else if (response.codes().isEmpty()) {
      return kind.fix;
    }
    String lookUpHint = EntraCodes.lookUp(response.codes().get(0));
    return EXPLAINED_BY_CODE.contains(kind)
        ? new Fix(null, lookUpHint)
        : new Fix(kind.fix.step(), kind.fix.remedy() + " " + lookUpHint);
  }

  private static @Nullable String firstNonNull(@Nullable String... values) {
    for (String value : values) {
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
