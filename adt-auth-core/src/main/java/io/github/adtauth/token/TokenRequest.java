package io.github.adtauth.token;

import io.github.adtauth.internal.cache.Principal;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a token request: scopes and, after a rejection, the rejected token and the
 * claims of the challenge. Immutable and thread-safe: create it once and share it.
 */
public final class TokenRequest {
  private static final String DEFAULT_SUFFIX = "/.default";

  static {
    DefaultTokenInternals.install();
  }

  private final Set<String> scopes;
  private final @Nullable AccessToken rejectedToken;
  private final @Nullable String claims;
  private final @Nullable Principal principal;

  private TokenRequest(
      Set<String> scopes,
      @Nullable AccessToken rejectedToken,
      @Nullable String claims,
      @Nullable Principal principal) {
    this.scopes = scopes;
    this.rejectedToken = rejectedToken;
    this.claims = claims;
    this.principal = principal;
  }

  /**
   * Returns a request for the given scopes. A trailing {@code //.default} becomes {@code
   * /.default}, which is the form that Entra ID returns.
   *
   * @throws IllegalArgumentException if there are no scopes, or a scope is empty or has white space
   */
  public static TokenRequest of(String... scopes) {
    TreeSet<String> canonical = new TreeSet<>();
    for (String scope : scopes) {
      if (scope.isEmpty() || hasWhitespace(scope)) {
        throw new IllegalArgumentException("scope must not be empty or contain white space");
      }
      canonical.add(
          scope.endsWith("/" + DEFAULT_SUFFIX)
              ? scope.substring(0, scope.length() - DEFAULT_SUFFIX.length() - 1) + DEFAULT_SUFFIX
              : scope);
    }
    if (canonical.isEmpty()) {
      throw new IllegalArgumentException("at least one scope is required");
    }
    return new TokenRequest(Collections.unmodifiableSet(canonical), null, null, null);
  }

  private static boolean hasWhitespace(String scope) {
    for (int i = 0; i < scope.length(); i++) {
      if (Character.isWhitespace(scope.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns a request for the same scopes after the resource responded with 401.
   *
   * @param rejectedToken the token that was rejected; a cache drops this token and no other
   * @param claims the claims of the challenge as JSON, or null if it has none
   */
  public TokenRequest afterRejection(AccessToken rejectedToken, @Nullable String claims) {
    return new TokenRequest(scopes, rejectedToken, claims, principal);
  }

  /** Returns a request for the same scopes with claims from another challenge, as JSON. */
  public TokenRequest withClaims(String claims) {
    return new TokenRequest(scopes, rejectedToken, claims, principal);
  }

  TokenRequest forPrincipal(Principal value) {
    return new TokenRequest(
        scopes, rejectedToken, claims, Objects.requireNonNull(value, "principal"));
  }

  TokenRequest withoutRejection() {
    return rejectedToken == null && claims == null
        ? this
        : new TokenRequest(scopes, null, null, principal);
  }

  /** Returns the scopes, sorted; never empty. */
  public Set<String> scopes() {
    return scopes;
  }

  /** Returns the token that the resource rejected, if this request follows a rejection. */
  public Optional<AccessToken> rejectedToken() {
    return Optional.ofNullable(rejectedToken);
  }

  /** Returns the claims of the challenge as JSON, if it has any. */
  public Optional<String> claims() {
    return Optional.ofNullable(claims);
  }

  @Nullable Principal principal() {
    return principal;
  }

  @Override
  public String toString() {
    return "TokenRequest" + scopes + (claims == null ? "" : " with claims");
  }
}
