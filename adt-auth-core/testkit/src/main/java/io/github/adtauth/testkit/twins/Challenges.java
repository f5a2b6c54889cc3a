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

/** The claims challenges a test has scripted, by object id or method. Thread-safe. */
final class Challenges {
  private record Demand(String claimsJson, Predicate<JsonObject> met) {}

  private final String tenantId;
  private final Map<String, Queue<String>> once = new HashMap<>();
  private final Map<String, Demand> standing = new HashMap<>();
  private final Map<String, Demand> byMethod = new HashMap<>();

  Challenges(String tenantId) {
    this.tenantId = tenantId;
  }

  synchronized void once(String oid, String claimsJson) {
    once.computeIfAbsent(oid, key -> new ArrayDeque<>()).add(claimsJson);
  }

  synchronized void until(String oid, String claimsJson, Predicate<JsonObject> met) {
    standing.put(oid, new Demand(claimsJson, met));
  }

  synchronized void clear(String oid) {
    once.remove(oid);
    standing.remove(oid);
  }

  synchronized void demandContext(String method, String context) {
    String claimsJson =
        "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"" + context + "\"}}}";
    byMethod.put(method, new Demand(claimsJson, token -> hasContext(token, context)));
  }

  synchronized void dropContext(String method) {
    byMethod.remove(method);
  }

  /** Contexts are for users: no application could ever meet the demand. */
  private static boolean hasContext(JsonObject token, String context) {
    return "app".equals(Json.string(token, "idtyp"))
        || (token.has("acrs") && token.getAsJsonArray("acrs").contains(new JsonPrimitive(context)));
  }

  void check(String method, String oid, JsonObject tokenClaims) {
    String claimsJson = next(method, oid, tokenClaims);
    if (claimsJson != null) {
      throw new Refused("claims", Answers.unauthorized(header(claimsJson)));
    }
  }

  private synchronized @Nullable String next(String method, String oid, JsonObject tokenClaims) {
    Queue<String> queue = once.get(oid);
    String claimsJson = queue == null ? null : queue.poll();
    if (claimsJson != null) {
      return claimsJson;
    }
    return Stream.of(standing.get(oid), byMethod.get(method))
        .filter(demand -> demand != null && !demand.met().test(tokenClaims))
        .map(Demand::claimsJson)
        .findFirst()
        .orElse(null);
  }

  private String header(String claimsJson) {
    String claims = Base64.getEncoder().encodeToString(claimsJson.getBytes(StandardCharsets.UTF_8));
    return "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/"
        + tenantId
        + "/oauth2/authorize\", error=\"insufficient_claims\", claims=\""
        + claims
        + "\"";
  }
}
