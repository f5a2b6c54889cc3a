package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.TokenVerifier;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes requests. Checks the token, the tenant, claims challenges and the role, in this order.
 */
final class AccessControl {
  static final Set<String> AUDIENCES =
      Set.of("https://digitaltwins.azure.net", "0b07f429-9f4b-4714-9392-cc5e8e80c8b0");

  private final String tenantId;
  private final TokenVerifier verifier;
  private final ClaimsChallenges challenges;
  private final Map<String, Role> grantedRoles = new ConcurrentHashMap<>();
  private volatile Function<String, @Nullable Role> externalRoles = oid -> null;

  AccessControl(String tenantId, TokenVerifier verifier) {
    this.tenantId = tenantId;
    this.verifier = verifier;
    this.challenges = new ClaimsChallenges(tenantId);
  }

  ClaimsChallenges challenges() {
    return challenges;
  }

  void grant(String oid, Role role) {
    grantedRoles.put(oid, role);
  }

  void revoke(String oid) {
    grantedRoles.remove(oid);
  }

  void externalRoles(Function<String, @Nullable Role> byObjectId) {
    externalRoles = byObjectId;
  }

  Map<String, Role> grantedRoles() {
    return Map.copyOf(grantedRoles);
  }

  /** Returns the stronger of the role granted here and the externally assigned one. */
  private @Nullable Role effectiveRole(String oid) {
    Role granted = grantedRoles.get(oid);
    Role assigned = granted == Role.DATA_OWNER ? null : externalRoles.apply(oid);
    return assigned == null ? granted : assigned;
  }

  void authorize(RecordedRequest request, boolean readOnly) {
    JsonObject claims = claims(request, verifier);
    if (claims == null) {
      throw new ErrorResponseException("bearer token", TwinsResponses.unauthorized(null));
    }
    if (!tenantId.equalsIgnoreCase(Json.string(claims, "tid"))) {
      throw new ErrorResponseException("tenant", TwinsErrors.subDomainNotFound());
    }
    String oid = Json.string(claims, "oid");
    if (oid == null) {
      throw new ErrorResponseException("oid", TwinsResponses.empty(403));
    }
    challenges.check(request.getMethod(), oid, claims);
    Role role = effectiveRole(oid);
    if (role == null || (role == Role.DATA_READER && !readOnly)) {
      throw new ErrorResponseException("role", TwinsResponses.empty(403));
    }
  }

  /** Returns the claims of a valid bearer token for Digital Twins, or null if there is none. */
  static @Nullable JsonObject claims(RecordedRequest request, TokenVerifier verifier) {
    String header = request.getHeaders().get("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return null;
    }
    JsonObject claims = verifier.verify(header.substring(7).strip());
    return claims != null && isForDigitalTwins(claims.get("aud")) ? claims : null;
  }

  private static boolean isForDigitalTwins(@Nullable JsonElement audience) {
    return audience != null
        && Json.isString(audience)
        && AUDIENCES.contains(audience.getAsString());
  }
}
