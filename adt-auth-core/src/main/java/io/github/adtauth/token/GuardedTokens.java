package io.github.adtauth.token;

import java.io.IOException;

/** A source behind the guard of the token service that it asks. Thread-safe as the source is. */
record GuardedTokens(AuthorityGuard authority, TokenProvider source) implements TokenProvider {
  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    return authority.ask(new ForToken(source, request));
  }

  private record ForToken(TokenProvider source, TokenRequest request)
      implements AuthorityGuard.Question<AccessToken> {
    @Override
    public AccessToken ask() throws IOException {
      return source.token(request);
    }
  }
}
