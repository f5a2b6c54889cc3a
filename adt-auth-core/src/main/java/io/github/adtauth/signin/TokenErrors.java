package io.github.adtauth.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.http.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The one table from a refusal of the token service (RFC 6749 5.2) to a typed exception, sorted by
 * what the caller can do. The grant, {@code error}, {@code suberror} and {@code claims} decide; the
 * AADSTS code only picks the {@link Fix}. Three exceptions, because Entra gives no other sign:
 * {@link #credentialMayBeStale}, a user who declined consent (65004) rather than the sign-in, and
 * load that is told as {@code invalid_grant} or the like ({@link TransientCodes}).
 */
final class TokenErrors {
  private static final Set<Integer> STALE_CREDENTIAL =
      Set.of(700027, 700024, 7000214, 1000502, 7000274, 7000277);
  private static final int CONSENT_DECLINED = 65004;

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
  private static final Set<Refusal> CLOCK_MATTERS =
      Set.of(Refusal.CREDENTIAL, Refusal.INBOUND_TOKEN, Refusal.SIGN_IN_ENDED);

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** Entra forgives as much. */
  static final Duration SKEW = Duration.ofMinutes(5);

  private TokenErrors() {}

  /** Returns what a refused token request means to the caller, whatever the status says. */
  static AdtException refusal(Grant grant, int status, Headers headers, String body, Clock clock) {
    TokenErrorBody read = TokenErrorBody.parse(body);
    Refusal row;
    if (isLoad(status)) {
      row = Refusal.UNAVAILABLE;
    } else {
      row = read == null ? Refusal.UNEXPECTED : row(grant, read);
    }
    String traceId = TokenErrorBody.id(headers.get("x-ms-request-id"));
    String requestId = TokenErrorBody.id(headers.get("client-request-id"));
    ErrorDetails details =
        details(row, read)
            .status(status)
            .correlationId(first(read == null ? null : read.correlationId(), requestId, traceId))
            .traceId(first(read == null ? null : read.traceId(), traceId));
    if (CLOCK_MATTERS.contains(row)) {
      details = details.and(clockSentence(headers, clock));
    }
    if (row == Refusal.UNAVAILABLE) {
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
  static AdtException refusal(Grant grant, TokenErrorBody body) {
    Refusal row = row(grant, body);
    ErrorDetails details =
        details(row, body).correlationId(body.correlationId()).traceId(body.traceId());
    if (row == Refusal.UNAVAILABLE) {
      details.retryAfter(wait(null, body));
    }
    return row.exception.apply(details);
  }

  /** Returns how long to wait: as the service says, at most an hour, or by the code; or null. */
  private static @Nullable Duration wait(@Nullable Duration asked, @Nullable TokenErrorBody body) {
    if (asked != null) {
      return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }
    return body == null ? null : TransientCodes.defaultWait(body.codes());
  }

  /**
   * Tells whether a fresh copy of the application's credential may be accepted where this one was
   * not: reload it and repeat once.
   */
  static boolean credentialMayBeStale(TokenErrorBody body) {
    return body.error().equals("invalid_client")
        || !Collections.disjoint(body.codes(), STALE_CREDENTIAL);
  }

  private static boolean isLoad(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private static Refusal row(Grant grant, TokenErrorBody body) {
    String error = body.error();
    String suberror = body.suberror() == null ? "" : body.suberror();
    boolean hasUser = grant != Grant.CLIENT_CREDENTIALS;
    if (PASSING.contains(error)) {
      return Refusal.UNAVAILABLE;
    } else if (body.claims() != null) {
      return hasUser ? Refusal.INTERACTION : Refusal.NO_USER;
    } else if (TransientCodes.contain(body.codes())) {
      return Refusal.UNAVAILABLE;
    } else if (error.equals("consent_required") || suberror.equals("consent_required")) {
      return Refusal.CONSENT;
    } else if (FOR_THE_USER.contains(error)
        || (error.equals("invalid_grant") && FOR_THE_USER.contains(suberror))) {
      return hasUser ? Refusal.INTERACTION : Refusal.NO_USER;
    } else if (DECLINED.contains(error)) {
      return body.codes().contains(CONSENT_DECLINED) ? Refusal.CONSENT_DECLINED : Refusal.DECLINED;
    } else if (CODE_IS_OVER.contains(error)) {
      return Refusal.CODE_IS_OVER;
    } else if (credentialMayBeStale(body)) {
      return switch (grant) {
        case CLIENT_CREDENTIALS, ON_BEHALF_OF, REFRESH_TOKEN -> Refusal.CREDENTIAL;
        case AUTHORIZATION_CODE, DEVICE_CODE -> Refusal.NO_CREDENTIAL;
      };
    } else if (error.equals("invalid_grant")) {
      return switch (grant) {
        case ON_BEHALF_OF -> Refusal.INBOUND_TOKEN;
        case REFRESH_TOKEN -> Refusal.SIGN_IN_ENDED;
        case AUTHORIZATION_CODE, DEVICE_CODE -> Refusal.CODE_IS_OVER;
        case CLIENT_CREDENTIALS -> Refusal.REGISTRATION;
      };
    }
    return WRONG_RESOURCE.contains(error) ? Refusal.WRONG_RESOURCE : Refusal.REGISTRATION;
  }

  private static ErrorDetails details(Refusal row, @Nullable TokenErrorBody body) {
    if (body == null) {
      return ErrorDetails.of(row.sentence).fix(row.fix);
    }
    String said = body.description();
    ErrorDetails details =
        ErrorDetails.of(
                said == null ? row.sentence : row.sentence + " Entra ID says: \"" + said + "\".")
            .fix(fix(row, body))
            .error(body.error())
            .suberror(body.suberror())
            .codes(body.codes());
    return row == Refusal.INTERACTION ? details.claims(body.claims()) : details;
  }

  private static Fix fix(Refusal row, TokenErrorBody body) {
    return body.codes().stream()
        .map(Fix::forCode)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(row.fix);
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
