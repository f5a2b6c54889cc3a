package io.github.adtauth.internal.signin;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.entra.GrantType;
import io.github.adtauth.internal.entra.TokenErrorMapper;
import io.github.adtauth.internal.entra.TokenErrorResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the browser brought back (RFC 6749 4.1.2): an authorization code, or the error. Prints no
 * code.
 */
final class AuthorizationResponse {
  private final @Nullable Secret code;
  private final TokenErrorResponse error;

  private AuthorizationResponse(@Nullable Secret code, TokenErrorResponse error) {
    this.code = code;
    this.error = error;
  }

  /** Reads the parameters; null if they are neither a code nor an error. */
  static @Nullable AuthorizationResponse of(
      @Nullable String code, @Nullable String error, @Nullable String errorDescription) {
    if (error != null) {
      return new AuthorizationResponse(
          null, TokenErrorResponse.fromAuthorizationResponse(error, errorDescription));
    }
    return code == null || code.isBlank()
        ? null
        : new AuthorizationResponse(
            Secret.of(code),
            TokenErrorResponse.fromAuthorizationResponse(TokenErrorResponse.UNREADABLE, null));
  }

  boolean succeeded() {
    return code != null;
  }

  /**
   * Returns the authorization code: for the token endpoint only.
   *
   * @throws io.github.adtauth.AdtException if Entra ID rejected, with its real error
   */
  String code() {
    if (code == null) {
      throw TokenErrorMapper.toException(GrantType.AUTHORIZATION_CODE, error);
    }
    return code.reveal();
  }

  @Override
  public String toString() {
    return "AuthorizationResponse[" + (code == null ? error.error() : "code") + "]";
  }
}
