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

  private final Map<String, Policy> policies = new ConcurrentHashMap<>();
  // Counts the demands of a second factor, so that a factor given before a demand does not meet it.
  private final AtomicLong sequence = new AtomicLong();

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

  void requireClaims(String key, String claimsJson) {
    if (Json.parse(claimsJson) == null) {
      throw new IllegalArgumentException("not a JSON object: " + claimsJson);
    }
    policies.put(key, new Policy(claimsJson, 0));
  }

  /** Demands a second factor that is given from now on; returns the claims that ask for it. */
  String requireSecondFactor(String key) {
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
    policies.put(key, new Policy(claims.toString(), sequence.incrementAndGet()));
    return claims.toString();
  }

  void remove(String key) {
    policies.remove(key);
  }

  /** Refuses a token request for a user whose sign-in does not meet what is demanded. */
  void checkUser(GrantRequest request, Scopes scopes, SignIn signIn) {
    String claims = request.optional("claims");
    Policy own = policies.get(user(signIn.user()));
    if (own != null
        && own.requiresClaims()
        && !ClaimsParameter.satisfies(claims, own.claims())
        && !ClaimsParameter.satisfies(signIn.claims(), own.claims())) {
      throw interactionRequired(own, 0);
    }
    if (own != null && own.isUnmetBy(signIn.secondFactor())) {
      throw interactionRequired(own, signIn.secondFactor());
    }
    EntraErrorException due = findUnmetPolicy(signIn.user(), scopes, claims, signIn.secondFactor());
    if (due != null) {
      throw due;
    }
  }

  void checkApp(GrantRequest request) {
    Policy demand = policies.get(application(request.client()));
    if (demand != null && !ClaimsParameter.satisfies(request.optional("claims"), demand.claims())) {
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
  @Nullable EntraErrorException findUnmetPolicy(FakeUser user, Scopes scopes, String claims, long given) {
    Stream<String> named =
        ClaimsParameter.contexts(claims).stream().map(ConditionalAccess::context).filter(policies::containsKey);
    Stream<String> others =
        policies.entrySet().stream()
            .filter(entry -> appliesTo(user, entry.getKey()))
            .filter(entry -> ClaimsParameter.satisfies(claims, entry.getValue().claims()))
            .map(Map.Entry::getKey);
    return Stream.of(Stream.of(resource(scopes.resource().appId())), named, others)
        .flatMap(keys -> keys)
        .map(policies::get)
        .filter(demand -> demand != null && demand.isUnmetBy(given))
        .findFirst()
        .map(demand -> interactionRequired(demand, given))
        .orElse(null);
  }

  private static boolean appliesTo(FakeUser user, String key) {
    return key.equals(user(user)) || key.startsWith(resource(""));
  }

  /** Returns the turn of a second factor given now. */
  long currentSequence() {
    return sequence.get();
  }

  /** Returns what {@link #currentSequence()} a sign-in leaves that gives a second factor where it has to. */
  long sequenceIfRequired(FakeUser user, Scopes scopes, String claims) {
    return findUnmetPolicy(user, scopes, claims, 0) == null ? 0 : currentSequence();
  }

  private static EntraErrorException interactionRequired(Policy demand, long given) {
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
    policies.forEach(
        (key, demand) -> {
          if (key.startsWith(CONTEXT) && !demand.isUnmetBy(signIn.secondFactor())) {
            contexts.add(key.substring(CONTEXT.length()));
          }
        });
    contexts.removeIf(
        name -> {
          Policy demand = policies.get(context(name));
          return demand != null && demand.isUnmetBy(signIn.secondFactor());
        });
    return contexts;
  }

  private record Policy(String claims, long since) {
    boolean requiresClaims() {
      return since == 0;
    }

    boolean isUnmetBy(long given) {
      return since > given;
    }
  }
}
