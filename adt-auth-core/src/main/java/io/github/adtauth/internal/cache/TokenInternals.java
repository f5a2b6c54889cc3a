package io.github.adtauth.internal.cache;

import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives the library access to the principal in {@link AccessToken} and {@link TokenRequest}, which
 * is not part of the API. Those types install the only implementation when they are loaded.
 */
public abstract class TokenInternals {
  private static volatile @Nullable TokenInternals installed;

  /** Returns the implementation. Requires that a token or request has been created. */
  public static TokenInternals instance() {
    return Objects.requireNonNull(installed, "neither a token nor a request was created");
  }

  /** Installs the implementation. */
  public static void install(TokenInternals value) {
    installed = value;
  }

  /** Returns a copy of a token that names the principal to which the token was issued. */
  public abstract AccessToken issuedTo(AccessToken token, Principal principal);

  /** Returns the principal to which a token was issued, or null if its provider named none. */
  public abstract @Nullable Principal principal(AccessToken token);

  /** Returns a copy of a token that is marked as acquired by this library. */
  public abstract AccessToken fromLibrary(AccessToken token);

  /** Returns whether this library acquired a token; otherwise a custom provider did. */
  public abstract boolean isFromLibrary(AccessToken token);

  /**
   * Returns a copy of a request that accepts only tokens of one principal: that of the first token
   * of an operation. A provider whose principal may change, such as {@code signIn.browser()},
   * returns a token of this principal or throws. Other providers may ignore it.
   */
  public abstract TokenRequest forPrincipal(TokenRequest request, Principal principal);

  /** Returns the principal that a request is restricted to, or null. */
  public abstract @Nullable Principal principal(TokenRequest request);

  /** Returns the request without a rejected token and claims. */
  public abstract TokenRequest withoutRejection(TokenRequest request);
}
