package io.github.adtauth.testkit;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What conditional access demands: claims, which a request or a sign-in names, or a second factor,
 * which a sign-in has given since. Thread-safe.
 */
final class ConditionalAccess {
  private static final String CONTEXT = "context ";

  private final Map<String, Policy> byKey = new ConcurrentHashMap<>();
  // Counts the demands of a second factor, so that a factor given before a demand does not meet it.
  private final AtomicLong turns = new AtomicLong();

  static String user(FakeUser user) {
    return "user " + user.oid();
  }

  static String application(Registration application) {
    return "application " + application.clientId();
  }

  static String resource(String appId) {
    return "resource " + appId;
  }

  static String context(String name) {
    return CONTEXT + name;
  }

  void demand(String key, String claimsJson) {
    if (Json.parse(claimsJson) == null) {
      throw new IllegalArgumentException("not a JSON object: " + claimsJson);
    }
    byKey.put(key, new Policy(claimsJson, 0));
  }

  /** Demands a second factor that is given from now on; returns the claims that ask for it. */
  String demandSecondFactor(String key) {
    JsonObject wish = new JsonObject();
    wish.addProperty("essential", true);
    JsonObject token = new JsonObject();
    if (key.startsWith(CONTEXT)) {
      wish.addProperty("value", key.substring(CONTEXT.length()));
      token.add("acrs", wish);
    } else {
      wish.add("values", Json.array(List.of(Registration.stableId("policy for " + key))));
      token.add("capolids", wish);
    }
    JsonObject claims = new JsonObject();
    claims.add("access_token", token);
    byKey.put(key, new Policy(claims.toString(), turns.incrementAndGet()));
    return claims.toString();
  }

  void drop(String key) {
    byKey.remove(key);
  }

  /** Refuses a token request for a user whose sign-in does not meet what is demanded. */
  void checkUser(GrantRequest request, Scopes scopes, SignIn signIn) {
    String claims = request.optional("claims");
    Policy own = byKey.get(user(signIn.user()));
    if (own != null
        && own.isForClaims()
        && !ClaimsParameter.meets(claims, own.claims())
        && !ClaimsParameter.meets(signIn.claims(), own.claims())) {
      throw refusal(own, 0);
    }
    if (own != null && own.isDue(signIn.secondFactor())) {
      throw refusal(own, signIn.secondFactor());
    }
    EntraErrorException due = secondFactorDue(signIn.user(), scopes, claims, signIn.secondFactor());
    if (due != null) {
      throw due;
    }
  }

  void checkApp(GrantRequest request) {
    Policy demand = byKey.get(application(request.client()));
    if (demand != null && !ClaimsParameter.meets(request.optional("claims"), demand.claims())) {
      throw new EntraErrorException(
              "interaction_required",
              53003,
              "Access has been blocked by Conditional Access policies. The access policy does not"
                  + " allow token issuance.")
          .suberror("message_only")
          .claims(demand.claims());
    }
  }

  /**
   * Returns the refusal of a sign-in that asks for the scopes and claims and needs a second factor
   * later than the one given, else null.
   */
  @Nullable EntraErrorException secondFactorDue(FakeUser user, Scopes scopes, String claims, long given) {
    Stream<String> named =
        ClaimsParameter.contexts(claims).stream().map(ConditionalAccess::context).filter(byKey::containsKey);
    Stream<String> others =
        byKey.entrySet().stream()
            .filter(entry -> isOpenTo(user, entry.getKey()))
            .filter(entry -> ClaimsParameter.meets(claims, entry.getValue().claims()))
            .map(Map.Entry::getKey);
    return Stream.of(Stream.of(resource(scopes.resource().appId())), named, others)
        .flatMap(keys -> keys)
        .map(byKey::get)
        .filter(demand -> demand != null && demand.isDue(given))
        .findFirst()
        .map(demand -> refusal(demand, given))
        .orElse(null);
  }

  private static boolean isOpenTo(FakeUser user, String key) {
    return key.equals(user(user)) || key.startsWith(resource(""));
  }

  /** Returns the turn of a second factor given now. */
  long turn() {
    return turns.get();
  }

  /** Returns what {@link #turn()} a sign-in leaves that gives a second factor where it has to. */
  long turnIfDue(FakeUser user, Scopes scopes, String claims) {
    return secondFactorDue(user, scopes, claims, 0) == null ? 0 : turn();
  }

  private static EntraErrorException refusal(Policy demand, long given) {
    EntraErrorException error =
        given > 0
            ? new EntraErrorException(
                "interaction_required",
                50078,
                "Presented multi-factor authentication has expired due to policies configured by"
                    + " your administrator, you must refresh your multi-factor authentication to"
                    + " access the resource.")
            : new EntraErrorException(
                "interaction_required",
                50076,
                "Due to a configuration change made by your administrator, or because you moved"
                    + " to a new location, you must use multi-factor authentication to access"
                    + " the resource.");
    return error.suberror("basic_action").claims(demand.claims());
  }

  /** Returns the authentication contexts that a token satisfies, for its {@code acrs}. */
  Set<String> contexts(GrantRequest request, SignIn signIn) {
    Set<String> contexts = new TreeSet<>(ClaimsParameter.contexts(signIn.claims()));
    contexts.addAll(ClaimsParameter.contexts(request.optional("claims")));
    byKey.forEach(
        (key, demand) -> {
          if (key.startsWith(CONTEXT) && !demand.isDue(signIn.secondFactor())) {
            contexts.add(key.substring(CONTEXT.length()));
          }
        });
    contexts.removeIf(
        name -> {
          Policy demand = byKey.get(context(name));
          return demand != null && demand.isDue(signIn.secondFactor());
        });
    return contexts;
  }

  private record Policy(String claims, long since) {
    boolean isForClaims() {
      return since == 0;
    }

    boolean isDue(long given) {
      return since > given;
    }
  }
}
