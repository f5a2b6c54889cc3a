package io.github.adtauth.onbehalfof;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.Cloud;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.SignInBlockedException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.oauth.BearerChallenge;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The response of a web API to a failed call on behalf of a user. It consists of a status and, if
 * the user can resolve the failure, a {@code WWW-Authenticate} header (RFC 6750 3), which the
 * client parses with {@link #parse}. It never contains text of Entra ID. Immutable and thread-safe.
 *
 * <ul>
 *   <li>401 {@code insufficient_claims} with the claims: Entra ID requires the user to interact.
 *   <li>401 {@code invalid_token}: the sign-in has ended, or the inbound token is invalid.
 *   <li>403 {@code insufficient_scope}: consent is missing.
 *   <li>403 without a header: the user lacks a role, or Entra ID blocks the user.
 *   <li>400, 404, 409 or 412: Digital Twins returned this status.
 *   <li>500: the application has an error, for example in its credential or registration.
 *   <li>502: Digital Twins returned another error.
 *   <li>503, with {@code Retry-After} if known: a service or the store is down or busy.
 * </ul>
 */
public final class Challenge {
  private static final String INSUFFICIENT_CLAIMS = "insufficient_claims";
  private static final String INVALID_TOKEN = "invalid_token";
  private static final String INSUFFICIENT_SCOPE = "insufficient_scope";

  private static final String PUBLIC_AUTHORITY = Cloud.PUBLIC.authorityHost().toString();

  /** The endpoint for any tenant, because clients use the tenant of their own configuration. */
  private static final String AUTHORIZE = "/common/oauth2/v2.0/authorize";

  /** Web servers and clients accept headers of 8 KB, and the other parameters need space too. */
  private static final int MAX_CLAIMS = 6 << 10;

  private static final int MAX_CAUSES = 20;

  private final int status;
  private final @Nullable String error;
  private final @Nullable String claims;
  private final @Nullable Duration retryAfter;
  private final String authorityHost;
  private final @Nullable String accountId;

  private Challenge(
      int status,
      @Nullable String error,
      @Nullable String claims,
      @Nullable Duration retryAfter,
      String authorityHost,
      @Nullable String accountId) {
    this.status = status;
    this.error = error;
    this.claims = claims;
    this.retryAfter = retryAfter;
    this.authorityHost = authorityHost;
    this.accountId = accountId;
  }

  /**
   * Returns the response for a failure: an {@link AdtException}, or an exception that has one among
   * its causes. Never throws.
   */
  public static Challenge forFailure(Throwable failure) {
    AdtException exception = find(failure);
    if (exception instanceof InteractionRequiredException interaction) {
      String claims =
          interaction.claims().filter(c -> encodeClaims(c).length() <= MAX_CLAIMS).orElse(null);
      return of(401, claims == null ? INVALID_TOKEN : INSUFFICIENT_CLAIMS, claims);
    } else if (exception instanceof InboundTokenException) {
      return of(401, INVALID_TOKEN, null);
    } else if (exception instanceof ConsentRequiredException) {
      return of(403, INSUFFICIENT_SCOPE, null);
    } else if (exception instanceof SignInBlockedException) {
      return of(403, null, null);
    } else if (exception instanceof UnavailableException
        || exception instanceof CallCanceledException) {
      return of(503, null, null, exception.retryAfter().orElse(null));
    } else if (exception == null
        || exception instanceof CredentialException
        || exception instanceof CredentialUnavailableException
        || exception instanceof RegistrationException) {
      return of(500, null, null);
    }
    if (exception instanceof UnexpectedResponseException) {
      return of(502, null, null); // the status may be that of a proxy or the token service
    }
    return switch (exception.status()) {
      case 400, 403, 404, 409, 412 -> of(exception.status(), null, null);
      default -> of(502, null, null);
    };
  }

  /**
   * Parses the response of a web API that a client of {@link
   * io.github.adtauth.http.AuthenticatedHttp} received. The challenge applies to the account whose
   * token was sent. Does not read or close the body. See {@link #parse(int, List)}.
   */
  public static Optional<Challenge> parse(Response response) {
    Optional<Challenge> challenge = parse(response.code(), response.headers("WWW-Authenticate"));
    Principal principal = response.request().tag(Principal.class);
    return principal == null || principal.kind() != Principal.Kind.ACCOUNT
        ? challenge
        : challenge.map(read -> read.account(principal.id()));
  }

  /**
   * Parses the response of a web API. Returns empty unless the user can resolve the failure. The
   * authority, client and scopes of the next sign-in come from the client's configuration, never
   * from the response.
   *
   * <p>The header does not identify the account. If the client has several accounts, use {@link
   * #parse(Response)} or set the account with {@link #account}.
   *
   * @param status the status of the response
   * @param wwwAuthenticate the values of all its {@code WWW-Authenticate} headers; malformed values
   *     are ignored
   */
  public static Optional<Challenge> parse(int status, List<String> wwwAuthenticate) {
    if (status != 401 && status != 403) {
      return Optional.empty();
    }
    BearerChallenge bearer = BearerChallenge.parse(wwwAuthenticate).orElse(null);
    if (bearer == null) {
      return Optional.empty();
    } else if (status == 403) {
      return INSUFFICIENT_SCOPE.equals(bearer.error())
          ? Optional.of(of(403, INSUFFICIENT_SCOPE, null))
          : Optional.empty();
    }
    return Optional.of(
        bearer.claims() == null
            ? of(401, INVALID_TOKEN, null)
            : of(401, INSUFFICIENT_CLAIMS, bearer.claims()));
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns the claims that the next sign-in must satisfy, as JSON. */
  public Optional<String> claims() {
    return Optional.ofNullable(claims);
  }

  /**
   * Returns a copy with the authorization endpoint of this cloud. Defaults to {@link Cloud#PUBLIC}.
   */
  public Challenge cloud(Cloud value) {
    String uri = value.authorityHost().toString();
    String host = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    return new Challenge(status, error, claims, retryAfter, host, accountId);
  }

  /**
   * Returns a copy for an account. Only this account can sign in for its {@link #toException()}.
   * The header does not contain the account.
   *
   * @param id the {@code id} of a {@code signin.Account}
   */
  public Challenge account(String id) {
    return new Challenge(
        status, error, claims, retryAfter, authorityHost, Objects.requireNonNull(id, "id"));
  }

  /**
   * Returns the value of the {@code WWW-Authenticate} header, if there is one. Its parameters do
   * not contain commas, quotes or percent signs, because clients such as MSAL.js split the header
   * at commas.
   */
  public Optional<String> wwwAuthenticate() {
    if (error == null) {
      return Optional.empty();
    }
    String value =
        "Bearer error=\""
            + error
            + "\", error_description=\""
            + description()
            + "\", authorization_uri=\""
            + authorityHost
            + AUTHORIZE
            + "\"";
    return Optional.of(
        claims == null ? value : value + ", claims=\"" + encodeClaims(claims) + "\"");
  }

  /**
   * Returns a sentence for the body of the response, such as the {@code detail} of a problem (RFC
   * 9457). It depends only on the status and the header, and does not quote the failure.
   */
  public String detail() {
    if (error != null) {
      return description();
    }
    return switch (status) {
      case 400 -> "Azure Digital Twins rejected the request.";
      case 403 -> "The user does not have access.";
      case 404 -> "It does not exist.";
      case 409, 412 -> "It already exists, or has been changed in the meantime.";
      case 502 -> "A service that this one depends on did not respond as expected.";
      case 503 -> "Azure Digital Twins, or the sign-in to it, is not available at the moment.";
      default ->
          "This service cannot call Azure Digital Twins. Its operator can find the reason in its"
              + " log.";
    };
  }

  /** Returns the headers of the response: {@code WWW-Authenticate} and {@code Retry-After}. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    wwwAuthenticate().ifPresent(value -> headers.put("WWW-Authenticate", value));
    if (retryAfter != null) {
      long seconds = retryAfter.plusSeconds(1).minusNanos(1).toSeconds();
      headers.put("Retry-After", String.valueOf(Math.max(1, seconds)));
    }
    return headers;
  }

  /**
   * Returns the exception to pass to {@code UserSignIn.signIn(…)}: an {@link
   * InteractionRequiredException} with the claims, or a {@link ConsentRequiredException}. Returns
   * empty if the user cannot resolve the failure. The exception contains the account if it is known
   * ({@link AdtException#accountId()}).
   */
  public Optional<AdtException> toException() {
    ErrorDetails details =
        ErrorDetails.of("The web API requires more: " + description())
            .status(status)
            .errorCode(error)
            .accountId(accountId);
    if (INSUFFICIENT_SCOPE.equals(error)) {
      return Optional.of(new ConsentRequiredException(details));
    }
    return error == null
        ? Optional.empty()
        : Optional.of(new InteractionRequiredException(details.claims(claims)));
  }

  private String description() {
    return switch (error == null ? "" : error) {
      case INSUFFICIENT_CLAIMS -> "Sign in again with the claims.";
      case INVALID_TOKEN ->
          "Sign in again: the access token is expired or revoked or not for this API.";
      case INSUFFICIENT_SCOPE -> "Consent to the permissions of this API is missing.";
      default -> "";
    };
  }

  private static Challenge of(int status, @Nullable String error, @Nullable String claims) {
    return of(status, error, claims, null);
  }

  private static Challenge of(
      int status, @Nullable String error, @Nullable String claims, @Nullable Duration retryAfter) {
    return new Challenge(status, error, claims, retryAfter, PUBLIC_AUTHORITY, null);
  }

  private static String encodeClaims(String claims) { // padded, as Microsoft's clients expect
    return Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable AdtException find(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof AdtException exception) {
        return exception;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "Challenge[" + status + (error == null ? "" : " " + error) + "]";
  }
}
