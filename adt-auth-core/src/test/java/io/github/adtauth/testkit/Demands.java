package io.github.adtauth.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/** What conditional access demands, by principal. Thread-safe. */
final class Demands {
  private final Map<String, String> byPrincipal = new ConcurrentHashMap<>();

  void demand(String principal, String claimsJson) {
    if (Json.parse(claimsJson) == null) {
      throw new IllegalArgumentException("not a JSON object: " + claimsJson);
    }
    byPrincipal.put(principal, claimsJson);
  }

  void drop(String principal) {
    byPrincipal.remove(principal);
  }

  void checkUser(FakeUser user, GrantRequest request, String metAtSignIn) {
    String demand = byPrincipal.get(user.oid());
    if (demand != null && !meets(request.optional("claims"), demand)) {
      if (!meets(metAtSignIn, demand)) {
        throw new AadError(
                "interaction_required",
                50076,
                "Due to a configuration change made by your administrator, or because you moved"
                    + " to a new location, you must use multi-factor authentication to access"
                    + " the resource.")
            .suberror("basic_action")
            .claims(demand);
      }
    }
  }

  void checkApp(GrantRequest request) {
    String demand = byPrincipal.get(request.client().clientId());
    if (demand != null && !meets(request.optional("claims"), demand)) {
      throw new AadError(
              "interaction_required",
              53003,
              "Access has been blocked by Conditional Access policies. The access policy does not"
                  + " allow token issuance.")
          .suberror("message_only")
          .claims(demand);
    }
  }

  /** Whether the claims parameter holds everything demanded; it may hold more. */
  private static boolean meets(String claims, String demand) {
    JsonObject have = Json.parse(claims);
    JsonObject want = Json.parse(demand);
    return have != null && want != null && contains(have, want);
  }

  private static boolean contains(JsonElement have, JsonElement want) {
    if (have.isJsonObject() && want.isJsonObject()) {
      JsonObject object = have.getAsJsonObject();
      return want.getAsJsonObject().entrySet().stream()
          .allMatch(
              member -> {
                JsonElement value = object.get(member.getKey());
                return value != null && contains(value, member.getValue());
              });
    }
    if (have.isJsonArray() && want.isJsonArray()) {
      return StreamSupport.stream(want.getAsJsonArray().spliterator(), false)
          .allMatch(have.getAsJsonArray()::contains);
    }
    return have.equals(want);
  }

  /** Whether the client said in its claims that it can handle a claims challenge. */
  static boolean capable(String claims) {
    return meets(claims, "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}");
  }
}
