package io.github.adtauth.token;

import java.io.IOException;

/** A source behind the guard of the token service that it asks. Thread-safe as the source is. */
final class GuardedTokens implements TokenProvider {
  private final AuthorityGuard authority;
  private final TokenProvider source;

  GuardedTokens(AuthorityGuard authority, TokenProvider source) {
    this.authority = authority;
    this.source = source;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    return authority.ask(
        new AuthorityGuard.Question<>() {
          @Override
          public AccessToken ask() throws IOException {
            return source.token(request);
          }
        });
  }
}
