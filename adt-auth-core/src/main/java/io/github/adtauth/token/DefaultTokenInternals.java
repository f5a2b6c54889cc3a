package io.github.adtauth.token;

import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenInternals;
import org.jspecify.annotations.Nullable;

/** Implements {@link TokenInternals} with package-private methods. Stateless. */
final class DefaultTokenInternals extends TokenInternals {
  /** Makes the implementation available to the library. */
  static void install() {
    install(new DefaultTokenInternals());
  }

  @Override
  public AccessToken issuedTo(AccessToken token, Principal principal) {
    return token.issuedTo(principal);
  }

  @Override
  public @Nullable Principal principal(AccessToken token) {
    return token.principal();
  }

  @Override
  public AccessToken fromLibrary(AccessToken token) {
    return token.fromLibrary();
  }

  @Override
  public boolean isFromLibrary(AccessToken token) {
    return token.isFromLibrary();
  }

  @Override
  public TokenRequest forPrincipal(TokenRequest request, Principal principal) {
    return request.forPrincipal(principal);
  }

  @Override
  public @Nullable Principal principal(TokenRequest request) {
    return request.principal();
  }

  @Override
  public TokenRequest withoutRejection(TokenRequest request) {
    return request.withoutRejection();
  }
}
