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
import io.github.adtauth.internal.http.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Set;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Turns an error response of the token service (RFC 6749 5.2) into a typed exception, by what the
 * caller can do. The grant, {@code error}, {@code suberror} and {@code claims} decide, unless the
 * row of the AADSTS code in {@link EntraCodes} has a kind that is more reliable than the {@code
 * error}: throttling is reported as {@code invalid_grant}, a malformed inbound token as {@code
 * invalid_request}.
 */
public final class TokenErrorMapper {
  /** OpenID Connect Core 3.1.2.6 and Entra's sub-errors: each is for the user to settle. */
  private static final Set<String> FOR_THE_USER =
      Set.of(
          "interaction_required",
          "login_required",
          "account_selection_required",
          "basic_action",
          "additional_action",
          "message_only",
          "user_password_expired");

  private static final Set<String> DECLINED = Set.of("authorization_declined", "access_denied");

  /** RFC 8628 3.5, and Entra's word for a device code that it does not know. */
  private static final Set<String> CODE_IS_OVER = Set.of("expired_token", "bad_verification_code");

  private static final Set<String> PASSING =
      Set.of("temporarily_unavailable", "server_error", "authorization_pending", "slow_down");

  private static final Set<String> WRONG_RESOURCE =
      Set.of("invalid_scope", "invalid_resource", "invalid_target");

  /** What is refused for its time too. */
  private static final Set<TokenErrorKind> CLOCK_MATTERS =
      Set.of(TokenErrorKind.CREDENTIAL, TokenErrorKind.INBOUND_TOKEN, TokenErrorKind.SIGN_IN_ENDED);

  /**
   * For these errors the hint of the code is better than the default fix, whose step would mislead.
   */
  private static final Set<TokenErrorKind> EXPLAINED_BY_CODE =
      Set.of(TokenErrorKind.REGISTRATION, TokenErrorKind.NO_USER);

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** MSAL's wait after a 429 without {@code Retry-After}. */
  private static final Duration THROTTLING_WAIT = Duration.ofSeconds(60);

  private static final Duration TRANSIENT_WAIT = Duration.ofSeconds(5);

  /** Entra forgives as much. */
  public static final Duration SKEW = Duration.ofMinutes(5);

  private TokenErrorMapper() {}

  /** Returns what a refused token request means to the caller, whatever the status says. */
  static AdtException toException(
      GrantType grant, int status, Headers headers, String body, Clock clock) {
    TokenErrorResponse read = TokenErrorResponse.parse(body);
    TokenErrorKind row;
    if (isLoad(status)) {
      row = TokenErrorKind.UNAVAILABLE;
    } else {
      row = read == null ? TokenErrorKind.UNEXPECTED : row(grant, read);
    }
    String traceId = TokenErrorResponse.id(headers.get("x-ms-request-id"));
    String requestId = TokenErrorResponse.id(headers.get("client-request-id"));
    ErrorDetails details =
        details(grant, row, read)
            .status(status)
            .correlationId(first(read == null ? null : read.correlationId(), requestId, traceId))
            .traceId(first(read == null ? null : read.traceId(), traceId));
    if (CLOCK_MATTERS.contains(row)) {
      details = details.and(clockSentence(headers, clock));
    }
    if (row == TokenErrorKind.UNAVAILABLE) {
      details.retryAfter(wait(RetryAfter.of(headers, clock), read));
    }
    return row.exception.apply(details);
  }

  /** Says how far the clock is off, by the service's own; empty for a little. */
  private static String clockSentence(Headers headers, Clock clock) {
    Date theirs = headers.getDate("Date");
    if (theirs == null) {
      return "";
    }
    Duration ahead = Duration.between(theirs.toInstant(), clock.instant());
    return ahead.abs().compareTo(SKEW) < 0
        ? ""
        : "The clock of this machine is "
            + ahead.abs().toMinutes()
            + " minutes "
            + (ahead.isNegative() ? "slow" : "fast")
            + ": set it right.";
  }

  /** Returns what a refused authorization means (RFC 6749 4.1.2.1); it came without HTTP status. */
  public static AdtException toException(GrantType grant, TokenErrorResponse body) {
    TokenErrorKind row = row(grant, body);
    ErrorDetails details =
        details(grant, row, body).correlationId(body.correlationId()).traceId(body.traceId());
    if (row == TokenErrorKind.UNAVAILABLE) {
      details.retryAfter(wait(null, body));
    }
    return row.exception.apply(details);
  }

  /** Returns how long to wait: as the service says, at most an hour, or by the code; or null. */
  private static @Nullable Duration wait(
      @Nullable Duration asked, @Nullable TokenErrorResponse body) {
    if (asked != null) {
      return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }
    EntraCode row = body == null ? null : EntraCodes.firstKnown(body.codes());
    if (row == null) {
      return null;
    }
    return switch (row.meaning().kind()) {
      case THROTTLED -> THROTTLING_WAIT;
      case TRANSIENT -> TRANSIENT_WAIT;
      default -> null;
    };
  }

  /** Returns whether Entra ID could not find or does not grant what the scope asks for. */
  static boolean isWrongResource(String error) {
    return WRONG_RESOURCE.contains(error);
  }

  private static boolean isLoad(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private static TokenErrorKind row(GrantType grant, TokenErrorResponse body) {
    if (PASSING.contains(body.error())) {
      return TokenErrorKind.UNAVAILABLE;
    } else if (body.claims() != null) {
      return grant == GrantType.CLIENT_CREDENTIALS
          ? TokenErrorKind.NO_USER
          : TokenErrorKind.INTERACTION;
    }
    Meaning meaning = meaning(grant, body);
    TokenErrorKind byCode =
        meaning == null || isCredential(body, meaning)
            ? null
            : AadstsErrorKinds.of(grant, meaning.kind(), body.error());
    return byCode == null ? byError(grant, body) : byCode;
  }

  /**
   * Either JWT of an on-behalf-of request may be invalid; this error means the client assertion.
   */
  private static boolean isCredential(TokenErrorResponse body, Meaning meaning) {
    return meaning.kind() == CodeKind.INVALID_TOKEN && body.error().equals("invalid_client");
  }

  private static TokenErrorKind byError(GrantType grant, TokenErrorResponse body) {
    String error = body.error();
    String suberror = body.suberror() == null ? "" : body.suberror();
    boolean isBlocked = suberror.equals("message_only");
    if (error.equals("consent_required") || suberror.equals("consent_required")) {
      return TokenErrorKind.CONSENT;
    } else if (isBlocked && (grant == GrantType.ON_BEHALF_OF || grant == GrantType.SESSION)) {
      return TokenErrorKind.BLOCKED;
    } else if (FOR_THE_USER.contains(error)
        || (error.equals("invalid_grant") && FOR_THE_USER.contains(suberror))) {
      return grant == GrantType.CLIENT_CREDENTIALS
          ? TokenErrorKind.NO_USER
          : TokenErrorKind.INTERACTION;
    } else if (DECLINED.contains(error)) {
      return TokenErrorKind.DECLINED;
    } else if (CODE_IS_OVER.contains(error)) {
      return TokenErrorKind.CODE_IS_OVER;
    } else if (error.equals("invalid_client")) {
      return AadstsErrorKinds.credential(grant);
    } else if (error.equals("invalid_grant")) {
      return switch (grant) {
        case ON_BEHALF_OF -> TokenErrorKind.INBOUND_TOKEN;
        case REFRESH_TOKEN, SESSION -> TokenErrorKind.SIGN_IN_ENDED;
        case AUTHORIZATION_CODE, DEVICE_CODE -> TokenErrorKind.CODE_IS_OVER;
        case CLIENT_CREDENTIALS -> TokenErrorKind.REGISTRATION;
      };
    }
    return isWrongResource(error) ? TokenErrorKind.WRONG_RESOURCE : TokenErrorKind.REGISTRATION;
  }

  private static @Nullable Meaning meaning(GrantType grant, TokenErrorResponse body) {
    EntraCode row = EntraCodes.firstKnown(body.codes());
    if (row == null) {
      return null;
    }
    Flow flow = AadstsErrorKinds.flow(grant);
    Meaning meaning = row.in(flow);
    return flow == Flow.ON_BEHALF_OF && isCredential(body, meaning)
        ? row.in(Flow.SERVICE)
        : meaning;
  }

  private static ErrorDetails details(
      GrantType grant, TokenErrorKind row, @Nullable TokenErrorResponse body) {
    if (body == null) {
      return ErrorDetails.of(row.sentence).fix(row.fix);
    }
    String said = body.description();
    ErrorDetails details =
        ErrorDetails.of(
                said == null ? row.sentence : row.sentence + " Entra ID says: \"" + said + "\".")
            .fix(fix(grant, row, body))
            .errorCode(body.error())
            .suberror(body.suberror())
            .aadstsCodes(body.codes());
    return row == TokenErrorKind.INTERACTION ? details.claims(body.claims()) : details;
  }

  private static Fix fix(GrantType grant, TokenErrorKind row, TokenErrorResponse body) {
    Meaning meaning = meaning(grant, body);
    if (meaning != null) {
      String step = meaning.step();
      return new Fix(step == null ? null : RegistrationStep.valueOf(step), meaning.hint());
    } else if (body.codes().isEmpty()) {
      return row.fix;
    }
    String lookUp = EntraCodes.lookUp(body.codes().get(0));
    return EXPLAINED_BY_CODE.contains(row)
        ? new Fix(null, lookUp)
        : new Fix(row.fix.step(), row.fix.remedy() + " " + lookUp);
  }

  private static @Nullable String first(@Nullable String... values) {
    for (String value : values) {
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
