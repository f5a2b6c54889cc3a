package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Issues the claims challenges that a test has scripted, by object id or method. Thread-safe. */
final class ClaimsChallenges {
  private record Requirement(String claimsJson, Predicate<JsonObject> satisfiedBy) {}

  private final String tenantId;
  private final Map<String, Queue<String>> pending = new HashMap<>();
  private final Map<String, Requirement> repeated = new HashMap<>();
  private final Map<String, Requirement> byMethod = new HashMap<>();

  ClaimsChallenges(String tenantId) {
    this.tenantId = tenantId;
  }

  synchronized void challengeOnce(String oid, String claimsJson) {
    pending.computeIfAbsent(oid, key -> new ArrayDeque<>()).add(claimsJson);
  }

  synchronized void challengeUntil(
      String oid, String claimsJson, Predicate<JsonObject> satisfiedBy) {
    repeated.put(oid, new Requirement(claimsJson, satisfiedBy));
  }

  synchronized void clear(String oid) {
    pending.remove(oid);
    repeated.remove(oid);
  }

  synchronized void requireContext(String method, String context) {
    String claimsJson =
        "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"" + context + "\"}}}";
    byMethod.put(method, new Requirement(claimsJson, token -> hasContext(token, context)));
  }

  synchronized void clearContext(String method) {
    byMethod.remove(method);
  }

  /** Application tokens always pass, because applications cannot satisfy a context. */
  private static boolean hasContext(JsonObject token, String context) {
    return "app".equals(Json.string(token, "idtyp"))
        || (token.has("acrs") && token.getAsJsonArray("acrs").contains(new JsonPrimitive(context)));
  }

  void check(String method, String oid, JsonObject tokenClaims) {
    String claimsJson = nextChallenge(method, oid, tokenClaims);
    if (claimsJson != null) {
      throw new ErrorResponseException(
          "claims", TwinsResponses.unauthorized(authenticateHeader(claimsJson)));
    }
  }

  private synchronized @Nullable String nextChallenge(
      String method, String oid, JsonObject tokenClaims) {
    Queue<String> queue = pending.get(oid);
    String claimsJson = queue == null ? null : queue.poll();
    if (claimsJson != null) {
      return claimsJson;
    }
    return Stream.of(repeated.get(oid), byMethod.get(method))
        .filter(requirement -> requirement != null && !requirement.satisfiedBy().test(tokenClaims))
        .map(Requirement::claimsJson)
        .findFirst()
        .orElse(null);
  }

  private String authenticateHeader(String claimsJson) {
    String claims = Base64.getEncoder().encodeToString(claimsJson.getBytes(StandardCharsets.UTF_8));
    return "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/"
        + tenantId
        + "/oauth2/authorize\", error=\"insufficient_claims\", claims=\""
        + claims
        + "\"";
  }
}
