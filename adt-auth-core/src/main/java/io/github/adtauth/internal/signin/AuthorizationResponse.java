package io.github.adtauth.internal.signin;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.entra.GrantType;
import io.github.adtauth.internal.entra.TokenErrorMapper;
import io.github.adtauth.internal.entra.TokenErrorResponse;
import org.jspecify.annotations.Nullable;

/**
 * The authorization response (RFC 6749 4.1.2): an authorization code or an error. Its text does not
 * contain the code.
 */
final class AuthorizationResponse {
  private final @Nullable Secret code;
  private final TokenErrorResponse error;

  private AuthorizationResponse(@Nullable Secret code, TokenErrorResponse error) {
    this.code = code;
    this.error = error;
  }

  /** Parses the parameters. Returns null if they contain neither a code nor an error. */
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
   * Returns the authorization code. Send it to the token endpoint only.
   *
   * @throws io.github.adtauth.AdtException if Entra ID returned an error
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
