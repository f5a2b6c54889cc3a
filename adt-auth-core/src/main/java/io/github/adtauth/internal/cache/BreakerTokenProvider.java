package io.github.adtauth.internal.cache;

import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;

/** A source behind the guard of the token service that it asks. Thread-safe as the source is. */
final class BreakerTokenProvider implements TokenProvider {
  private final TokenServiceBreaker authority;
  private final Object principal;
  private final TokenProvider source;

  BreakerTokenProvider(TokenServiceBreaker authority, Object principal, TokenProvider source) {
    this.authority = authority;
    this.principal = principal;
    this.source = source;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    return authority.call(
        principal,
        new TokenServiceBreaker.Question<>() {
          @Override
          public AccessToken ask() throws IOException {
            return source.token(request);
          }
        });
  }
}
