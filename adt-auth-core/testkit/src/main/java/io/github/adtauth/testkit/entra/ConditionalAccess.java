package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.Guids;
import io.github.adtauth.testkit.internal.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The conditional access policies. A policy requires claims, which a request or a sign-in contains,
 * or a second factor, which must be given after the policy was created. Thread-safe.
 */
final class ConditionalAccess {
  private static final String CONTEXT = "context ";

  private final Map<String, Policy> policies = new ConcurrentHashMap<>();
  // Numbers the policies that require a second factor. A sign-in stores the number at which its
  // factor was given, so that earlier factors do not satisfy later policies.
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

  /** Requires a second factor that is given from now on. Returns the claims to request it with. */
  String requireSecondFactor(String key) {
    JsonObject claim = new JsonObject();
    claim.addProperty("essential", true);
    JsonObject token = new JsonObject();
    if (key.startsWith(CONTEXT)) {
      claim.addProperty("value", key.substring(CONTEXT.length()));
      token.add("acrs", claim);
    } else {
      claim.add("values", Json.stringArray(List.of(Guids.fromSeed("policy for " + key))));
      token.add("capolids", claim);
    }
    JsonObject claims = new JsonObject();
    claims.add("access_token", token);
    policies.put(key, new Policy(claims.toString(), sequence.incrementAndGet()));
    return claims.toString();
  }

  void remove(String key) {
    policies.remove(key);
  }

  /** Throws if a token request and the sign-in behind it do not satisfy the policies. */
  void checkUser(GrantRequest request, Scopes scopes, SignIn signIn) {
    String claims = request.optional("claims");
    Policy userPolicy = policies.get(user(signIn.user()));
    if (userPolicy != null
        && userPolicy.requiresClaims()
        && !ClaimsParameter.satisfies(claims, userPolicy.claims())
        && !ClaimsParameter.satisfies(signIn.claims(), userPolicy.claims())) {
      throw interactionRequired(userPolicy, 0);
    }
    if (userPolicy != null && userPolicy.isUnmetBy(signIn.secondFactor())) {
      throw interactionRequired(userPolicy, signIn.secondFactor());
    }
    EntraErrorException unmet =
        findUnmetPolicy(signIn.user(), scopes, claims, signIn.secondFactor());
    if (unmet != null) {
      throw unmet;
    }
  }

  void checkApp(GrantRequest request) {
    Policy policy = policies.get(application(request.client()));
    if (policy != null && !ClaimsParameter.satisfies(request.optional("claims"), policy.claims())) {
      throw new EntraErrorException(
              "interaction_required",
              53003,
              "Access has been blocked by Conditional Access policies. The access policy does not"
                  + " allow token issuance.")
          .suberror("message_only")
          .claims(policy.claims());
    }
  }

  /**
   * Returns the error of a sign-in whose scopes and claims require a later second factor than the
   * given one, or null if its factor is sufficient.
   */
  @Nullable EntraErrorException findUnmetPolicy(
      FakeUser user, Scopes scopes, String claims, long givenAt) {
    Stream<String> requested =
        ClaimsParameter.contexts(claims).stream()
            .map(ConditionalAccess::context)
            .filter(policies::containsKey);
    Stream<String> others =
        policies.entrySet().stream()
            .filter(entry -> appliesTo(user, entry.getKey()))
            .filter(entry -> ClaimsParameter.satisfies(claims, entry.getValue().claims()))
            .map(Map.Entry::getKey);
    return Stream.of(Stream.of(resource(scopes.resource().appId())), requested, others)
        .flatMap(keys -> keys)
        .map(policies::get)
        .filter(policy -> policy != null && policy.isUnmetBy(givenAt))
        .findFirst()
        .map(policy -> interactionRequired(policy, givenAt))
        .orElse(null);
  }

  private static boolean appliesTo(FakeUser user, String key) {
    return key.equals(user(user)) || key.startsWith(resource(""));
  }

  /** Returns the sequence number of a second factor that is given now. */
  long currentSequence() {
    return sequence.get();
  }

  /** Returns the sequence number of a sign-in that gives a second factor only if required, or 0. */
  long sequenceIfRequired(FakeUser user, Scopes scopes, String claims) {
    return findUnmetPolicy(user, scopes, claims, 0) == null ? 0 : currentSequence();
  }

  private static EntraErrorException interactionRequired(Policy policy, long givenAt) {
    EntraErrorException error =
        givenAt > 0
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
    return error.suberror("basic_action").claims(policy.claims());
  }

  /** Returns the authentication contexts that a token satisfies, for its {@code acrs} claim. */
  Set<String> contexts(GrantRequest request, SignIn signIn) {
    Set<String> contexts = new TreeSet<>(ClaimsParameter.contexts(signIn.claims()));
    contexts.addAll(ClaimsParameter.contexts(request.optional("claims")));
    policies.forEach(
        (key, policy) -> {
          if (key.startsWith(CONTEXT) && !policy.isUnmetBy(signIn.secondFactor())) {
            contexts.add(key.substring(CONTEXT.length()));
          }
        });
    contexts.removeIf(
        name -> {
          Policy policy = policies.get(context(name));
          return policy != null && policy.isUnmetBy(signIn.secondFactor());
        });
    return contexts;
  }

  private record Policy(String claims, long createdAt) {
    boolean requiresClaims() {
      return createdAt == 0;
    }

    boolean isUnmetBy(long givenAt) {
      return createdAt > givenAt;
    }
  }
}
