package io.github.adtauth.token;

import io.github.adtauth.internal.cache.Principal;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a token is asked for: scopes and, after a rejection, the token that was rejected and the
 * claims that are demanded. Immutable and thread-safe; make it once and share it.
 */
public final class TokenRequest {
  private final Set<String> scopes;
  private final @Nullable AccessToken rejectedToken;
  private final @Nullable String claims;
  private final @Nullable Principal principal;

  private TokenRequest(
      Set<String> scopes,
      @Nullable AccessToken rejected,
      @Nullable String claims,
      @Nullable Principal principal) {
    this.scopes = scopes;
    this.rejectedToken = rejected;
    this.claims = claims;
    this.principal = principal;
  }

  /**
   * Asks for scopes; {@code //.default} is taken for {@code /.default}, because Entra echoes the
   * latter.
   *
   * @throws IllegalArgumentException if there is none, or one is blank or has a space
   */
  public static TokenRequest of(String... scopes) {
    TreeSet<String> canonical = new TreeSet<>();
    for (String scope : scopes) {
      if (scope.isEmpty() || hasSpace(scope)) {
        throw new IllegalArgumentException("a scope is not blank and has no spaces");
      }
      canonical.add(
          scope.endsWith("//.default")
              ? scope.substring(0, scope.length() - "//.default".length()) + "/.default"
              : scope);
    }
    if (canonical.isEmpty()) {
      throw new IllegalArgumentException("at least one scope is needed");
    }
    return new TokenRequest(Collections.unmodifiableSet(canonical), null, null, null);
  }

  /** A loop, because a stream's classes would take their share of the time to the first call. */
  private static boolean hasSpace(String scope) {
    for (int i = 0; i < scope.length(); i++) {
      if (Character.isWhitespace(scope.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Asks for the same scopes after the resource answered 401.
   *
   * @param rejectedToken the token that was rejected; a cache drops it, and only it
   * @param demandedClaims the claims of the challenge as JSON, or null if it named none
   */
  public TokenRequest afterRejection(AccessToken rejectedToken, @Nullable String demandedClaims) {
    return new TokenRequest(scopes, rejectedToken, demandedClaims, principal);
  }

  /** Asks for the same scopes with claims that were demanded elsewhere, as JSON. */
  public TokenRequest withClaims(String demandedClaims) {
    return new TokenRequest(scopes, rejectedToken, demandedClaims, principal);
  }

  /**
   * Asks for the same of one principal: the one of the first token of an operation that has begun.
   * A provider whose principal may change, such as {@code signIn.browser()}, returns a token of
   * this one or throws; others may ignore it. A provider of yours passes the request on as it is.
   */
  public TokenRequest forPrincipal(Principal value) {
    return new TokenRequest(
        scopes, rejectedToken, claims, Objects.requireNonNull(value, "principal"));
  }

  /** Returns the request without rejection and claims. */
  public TokenRequest plain() {
    return rejectedToken == null && claims == null
        ? this
        : new TokenRequest(scopes, null, null, principal);
  }

  /** Returns the scopes, sorted; never empty. */
  public Set<String> scopes() {
    return scopes;
  }

  /** Returns the token that the resource rejected. */
  public Optional<AccessToken> rejectedToken() {
    return Optional.ofNullable(rejectedToken);
  }

  /** Returns the demanded claims as JSON. */
  public Optional<String> claims() {
    return Optional.ofNullable(claims);
  }

  /** Returns the principal of the operation that the token is for, if it is known already. */
  public Optional<Principal> principal() {
    return Optional.ofNullable(principal);
  }

  public @Nullable AccessToken rejectedTokenOrNull() {
    return rejectedToken;
  }

  public @Nullable String claimsOrNull() {
    return claims;
  }

  @Override
  public String toString() {
    return "TokenRequest" + scopes + (claims == null ? "" : " with claims");
  }
}
