package io.github.adtauth.internal.cache;

import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;

/** Calls a source through the circuit breaker of its token service. */
final class BreakerTokenProvider implements TokenProvider {
  private final TokenServiceBreaker breaker;
  private final Object principal;
  private final TokenProvider source;

  BreakerTokenProvider(TokenServiceBreaker breaker, Object principal, TokenProvider source) {
    this.breaker = breaker;
    this.principal = principal;
    this.source = source;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    return breaker.call(principal, () -> source.token(request));
  }
}
