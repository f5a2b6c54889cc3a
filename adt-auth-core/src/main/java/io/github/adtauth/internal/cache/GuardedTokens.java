package io.github.adtauth.internal.cache;

import java.io.IOException;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;

/** A source behind the guard of the token service that it asks. Thread-safe as the source is. */
final class GuardedTokens implements TokenProvider {
  private final AuthorityGuard authority;
  private final Object principal;
  private final TokenProvider source;

  GuardedTokens(AuthorityGuard authority, Object principal, TokenProvider source) {
    this.authority = authority;
    this.principal = principal;
    this.source = source;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    return authority.ask(
        principal,
        new AuthorityGuard.Question<>() {
          @Override
          public AccessToken ask() throws IOException {
            return source.token(request);
          }
        });
  }
}
