package io.github.adtauth.internal.onbehalfof;

import com.google.gson.JsonArray;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.oauth.JwtClaims;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Guid;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Checks the claims of inbound tokens before a request is sent. Otherwise the exchange would fail,
 * or succeed for the wrong instance. The web API must have verified the signature. Immutable.
 *
 * @param audiences the accepted audiences, in lower case
 * @param tenant the tenant from the configuration
 */
public record InboundTokenChecks(Set<String> audiences, String tenant) {
  /** The tolerated clock skew, which is that of web frameworks. */
  static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  /** Entra ID uses {@code scp}, other issuers use {@code scope} (RFC 9068 2.2.3). */
  private static final List<String> SCOPE_CLAIMS = List.of("scp", "scope");

  private static final String FIX =
      "Respond with 401 invalid_token, so that the client signs in again.";

  /**
   * Reads a token, and checks everything except its expiry.
   *
   * @throws InboundTokenException if the token is not a user's access token for this web API; the
   *     message does not quote the token
   */
  public InboundToken check(String assertion) {
    JwtClaims claims = JwtClaims.parse(assertion);
    if (claims == null) {
      throw rejected(
          isEncrypted(assertion)
              ? "is encrypted (JWE); decrypt it before the exchange"
              : "is not a signed JWT: pass the access token alone, at most 64 KB");
    }
    requireDelegatedToken(claims);
    requireAudience(claims);
    String tenantId = claims.string("tid");
    // A domain name cannot be compared with an ID; Entra ID checks it.
    if (tenantId != null && Guid.isGuid(tenant) && !tenantId.equalsIgnoreCase(tenant)) {
      throw rejected("belongs to another tenant than the Digital Twins instance");
    }
    if (InboundToken.hasOverlongId(claims)) {
      throw rejected("has an oid or tid that is too long"); // both are kept in memory
    }
    InboundToken token = InboundToken.from(claims, tenant);
    if (token == null) {
      throw rejected("has no valid time of expiry (exp)");
    }
    return token;
  }

  /** A compact JWE has five parts (RFC 7516 3.1). */
  private static boolean isEncrypted(String token) {
    return token.chars().filter(c -> c == '.').count() == 4;
  }

  private static void requireDelegatedToken(JwtClaims claims) {
    boolean delegated = hasDelegatedScopes(claims);
    boolean namesClient = claims.json().has("azp") || claims.json().has("appid");
    if ("app".equals(claims.string("idtyp")) || (!delegated && namesClient)) {
      throw wrongKind(
          "was issued to an application alone (no scp); the on-behalf-of flow requires a user");
    }
    if (!delegated) {
      throw wrongKind(
          "is an ID token (no scp); the client must send its access token for this API");
    }
  }

  /** Returns whether the token has scopes, as a string or as an array. */
  private static boolean hasDelegatedScopes(JwtClaims claims) {
    for (String name : SCOPE_CLAIMS) {
      if (claims.string(name) != null
          || (claims.json().get(name) instanceof JsonArray scopes && !scopes.isEmpty())) {
        return true;
      }
    }
    return false;
  }

  private void requireAudience(JwtClaims claims) {
    for (String audience : claims.strings("aud")) {
      if (audiences.contains(Ascii.toLowerCase(audience))) {
        return;
      }
    }
    throw wrongKind(
        "was issued for another API: its audience is not the Client ID, api://{Client ID} or a"
            + " configured App ID URI");
  }

  /**
   * Checks that a token has not expired.
   *
   * @param acceptedUntil the result of {@link #acceptedUntil}
   * @param nowMillis the current time in milliseconds since 1970
   * @throws InboundTokenException if the token has expired
   */
  static void requireNotExpired(long acceptedUntil, long nowMillis) {
    if (nowMillis >= acceptedUntil) {
      throw rejected("has expired");
    }
  }

  /** Returns when a token is rejected as expired, in milliseconds since 1970. */
  static long acceptedUntil(InboundToken token) {
    return token.expiresAt().plus(CLOCK_SKEW).toEpochMilli();
  }

  static InboundTokenException signedOut() {
    return rejected("was issued before the user signed out");
  }

  static InboundTokenException withoutUser() {
    return rejected("does not identify a user (oid and tid)");
  }

  /** Returns the exception for a token that a client with the right scope would not have sent. */
  private static InboundTokenException wrongKind(String reason) {
    return rejected(reason, new Fix(RegistrationStep.EXPOSED_API, FIX));
  }

  private static InboundTokenException rejected(String reason) {
    return rejected(reason, new Fix(null, FIX));
  }

  private static InboundTokenException rejected(String reason, Fix fix) {
    return new InboundTokenException(
        ErrorDetails.of("Invalid inbound token: it " + reason + ".")
            .errorCode("invalid_token")
            .fix(fix));
  }
}
