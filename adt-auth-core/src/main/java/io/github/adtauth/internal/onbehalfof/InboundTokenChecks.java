package io.github.adtauth.internal.onbehalfof;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.text.Ascii;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What an inbound token is refused for before anybody is asked: the exchange would fail, or succeed
 * for the wrong instance. They say nothing of its signature, which the web API has checked before.
 *
 * @param audiences what the token may be issued for, in lower case
 * @param tenant the Tenant of the settings
 */
public record InboundTokenChecks(Set<String> audiences, String tenant) {
  private static final List<String> SCOPE_CLAIMS = List.of("scp", "scope");
  private static final String ANSWER = "Answer 401, invalid_token; the client signs in again.";

  /** What clocks may differ by; web frameworks allow the same. */
  public static final Duration SKEW = Duration.ofSeconds(60);

  /**
   * Reads a token and refuses what is none of a user for this web API. Expiry is asked apart.
   *
   * @throws InboundTokenException if it is refused; the message holds nothing of the token
   */
  public InboundToken check(String assertion) {
    JsonObject claims = InboundToken.claims(assertion);
    if (claims == null) {
      throw refused(
          assertion.chars().filter(c -> c == '.').count() == 4
              ? "is encrypted (JWE); decrypt it before the exchange"
              : "is not a signed JWT: it must be the access token alone, at most 64 KB");
    }
    refuseWhoIsNoUser(claims);
    List<String> forWhom = InboundToken.audiences(claims);
    if (forWhom.stream().noneMatch(name -> audiences.contains(Ascii.toLowerCase(name)))) {
      throw wrongKind(
          "was issued for another API: its audience is neither the Client ID, nor api:// and the"
              + " Client ID, nor a configured App ID URI");
    }
    String tid = InboundToken.text(claims, "tid");
    // A Tenant that is a domain name cannot be compared; the token service will.
    if (tid != null && InboundToken.isGuid(tenant) && !tid.equalsIgnoreCase(tenant)) {
      throw refused("is of another tenant than the Digital Twins instance");
    }
    if (InboundToken.hasOverlongId(claims)) {
      throw refused("has an oid or tid that is too long"); // both are kept in memory
    }
    InboundToken token = InboundToken.of(claims, tenant);
    if (token == null) {
      throw refused("does not say when it expires");
    }
    return token;
  }

  /**
   * Refuses a token whose time is over.
   *
   * @param until its {@link #admittedUntil}
   * @param now in milliseconds since 1970
   * @throws InboundTokenException if it has expired
   */
  public static void refuseExpired(long until, long now) {
    if (now >= until) {
      throw refused("has expired");
    }
  }

  /** Returns when a token is refused as expired, in milliseconds since 1970. */
  static long admittedUntil(InboundToken token) {
    return token.expiresAt().plus(SKEW).toEpochMilli();
  }

  private static void refuseWhoIsNoUser(JsonObject claims) {
    boolean delegated = hasDelegatedScopes(claims);
    boolean namesClient = claims.has("azp") || claims.has("appid");
    if ("app".equals(InboundToken.text(claims, "idtyp")) || (!delegated && namesClient)) {
      throw wrongKind("is of an application alone (no scp): on-behalf-of is for users");
    }
    if (!delegated) {
      throw wrongKind(
          "is an id token (no scp): the caller must send its access token for this API");
    }
  }

  /**
   * Entra ID writes the scopes into {@code scp}, other issuers into {@code scope} (RFC 9068 2.2.3),
   * as a text or as a list.
   */
  private static boolean hasDelegatedScopes(JsonObject claims) {
    for (String name : SCOPE_CLAIMS) {
      if (InboundToken.text(claims, name) != null
          || (claims.get(name) instanceof JsonArray scopes && !scopes.isEmpty())) {
        return true;
      }
    }
    return false;
  }

  static InboundTokenException signedOut() {
    return refused("was issued before the user signed out");
  }

  /** Returns the exception for a token that a client with another scope would not have sent. */
  private static InboundTokenException wrongKind(String why) {
    return refused(why, new Fix(RegistrationStep.EXPOSED_API, ANSWER));
  }

  public static InboundTokenException refused(String why) {
    return refused(why, new Fix(null, ANSWER));
  }

  private static InboundTokenException refused(String why, Fix fix) {
    return new InboundTokenException(
        ErrorDetails.of("The token that the web API received " + why + ".")
            .errorCode("invalid_token")
            .fix(fix));
  }
}
