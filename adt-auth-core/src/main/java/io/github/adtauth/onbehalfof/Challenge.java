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
 * The response of a web API whose call on behalf of a user failed: a status and, if the client can
 * resolve the failure, a {@code WWW-Authenticate} header (RFC 6750 3). The client reads it with
 * {@link #parse}. It contains no text of Entra ID. Immutable and thread-safe.
 *
 * <ul>
 *   <li>Entra ID requires the user to interact: 401 {@code insufficient_claims} with the claims
 *   <li>the sign-in has ended, or the inbound token is invalid: 401 {@code invalid_token}
 *   <li>consent is missing: 403 {@code insufficient_scope}
 *   <li>the user lacks the role on the instance, or Entra ID blocks the user and a new sign-in
 *       would not change that: 403 alone
 *   <li>a service or the store is down or busy: 503, with {@code Retry-After} if known
 *   <li>400, 404, 409 and 412 of Digital Twins: the same status; any other response of it: 502
 *   <li>errors of the application itself (credential, registration, anything else): 500
 * </ul>
 */
public final class Challenge {
  private static final String INSUFFICIENT_CLAIMS = "insufficient_claims";
  private static final String INVALID_TOKEN = "invalid_token";
  private static final String INSUFFICIENT_SCOPE = "insufficient_scope";

  private static final String PUBLIC_AUTHORITY = Cloud.PUBLIC.authorityHost().toString();

  /** Of any tenant, as in Microsoft's examples: clients take the tenant from their own settings. */
  private static final String AUTHORIZE = "/common/oauth2/v2.0/authorize";

  /** What web servers and clients take as one header, with room for the rest of it. */
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
   * Returns the response for a failure, which may be the {@link AdtException} itself or have it
   * among its causes. Never throws.
   */
  public static Challenge forFailure(Throwable failure) {
    AdtException ours = find(failure);
    if (ours instanceof InteractionRequiredException demand) {
      String claims = demand.claims().filter(c -> encoded(c).length() <= MAX_CLAIMS).orElse(null);
      return of(401, claims == null ? INVALID_TOKEN : INSUFFICIENT_CLAIMS, claims);
    } else if (ours instanceof InboundTokenException) {
      return of(401, INVALID_TOKEN, null);
    } else if (ours instanceof ConsentRequiredException) {
      return of(403, INSUFFICIENT_SCOPE, null);
    } else if (ours instanceof SignInBlockedException) {
      return of(403, null, null);
    } else if (ours instanceof UnavailableException || ours instanceof CallCanceledException) {
      return of(503, null, null, ours.retryAfter().orElse(null));
    } else if (ours == null
        || ours instanceof CredentialException
        || ours instanceof CredentialUnavailableException
        || ours instanceof RegistrationException) {
      return of(500, null, null);
    }
    if (ours instanceof UnexpectedResponseException) {
      return of(502, null, null); // the status is not one of the resource
    }
    return switch (ours.status()) {
      case 400, 403, 404, 409, 412 -> of(ours.status(), null, null);
      default -> of(502, null, null);
    };
  }

  /**
   * Reads the response of a web API that a client of {@link
   * io.github.adtauth.http.AuthenticatedHttp} received, for the account whose token went out with
   * the call. Otherwise like {@link #parse(int, List)}. Does not read or close the body.
   */
  public static Optional<Challenge> parse(Response response) {
    Optional<Challenge> challenge = parse(response.code(), response.headers("WWW-Authenticate"));
    Principal principal = response.request().tag(Principal.class);
    return principal == null || principal.kind() != Principal.Kind.ACCOUNT
        ? challenge
        : challenge.map(read -> read.account(principal.id()));
  }

  /**
   * Reads the response of a web API, for its client: empty unless the user can settle it.
   * Authority, client and scopes of the sign-in come from the client's own settings, never from the
   * response.
   *
   * <p>The header does not say which account called. A client whose users may change states it with
   * {@link #account}, or uses {@link #parse(Response)}.
   *
   * @param status the status of the response
   * @param wwwAuthenticate the values of all its {@code WWW-Authenticate} headers; foreign bytes,
   *     what does not parse is passed over
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

  /** Returns the claims that the user has to sign in with, as JSON. */
  public Optional<String> claims() {
    return Optional.ofNullable(claims);
  }

  /**
   * Returns a copy whose header names the authorization endpoint of this cloud; defaults to that of
   * {@link Cloud#PUBLIC}.
   */
  public Challenge cloud(Cloud value) {
    String uri = value.authorityHost().toString();
    String host = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    return new Challenge(status, error, claims, retryAfter, host, accountId);
  }

  /**
   * Returns a copy for the account that called: only this user can meet the {@link #toException()}.
   * The header does not name it.
   *
   * @param id the {@code id} of a {@code signin.Account}
   */
  public Challenge account(String id) {
    return new Challenge(
        status, error, claims, retryAfter, authorityHost, Objects.requireNonNull(id, "id"));
  }

  /**
   * Returns the value of the {@code WWW-Authenticate} header, where there is one. No parameter has
   * a comma, a quote or a percent sign in its value, because clients such as MSAL.js split the
   * header at commas.
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
    return Optional.of(claims == null ? value : value + ", claims=\"" + encoded(claims) + "\"");
  }

  /**
   * Returns one sentence for the body of the response, such as the {@code detail} of a problem (RFC
   * 9457). It depends on the status and the header only, and does not quote the failure.
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
   * Returns the challenge as what a client's sign-in takes: {@link InteractionRequiredException}
   * with the claims for {@code UserSignIn.signIn(…)}, or {@link ConsentRequiredException}; empty if
   * the user can do nothing about it. It names the account that called, where that is known ({@link
   * AdtException#accountId()}).
   */
  public Optional<AdtException> toException() {
    ErrorDetails details =
        ErrorDetails.of("The web API demands more: " + description())
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

  /** Padded standard base64 is what Microsoft's clients expect. */
  private static String encoded(String claims) {
    return Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable AdtException find(Throwable failure) {
    Throwable at = failure;
    for (int i = 0; at != null && i < MAX_CAUSES; i++, at = at.getCause()) {
      if (at instanceof AdtException ours) {
        return ours;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "Challenge[" + status + (error == null ? "" : " " + error) + "]";
  }
}
