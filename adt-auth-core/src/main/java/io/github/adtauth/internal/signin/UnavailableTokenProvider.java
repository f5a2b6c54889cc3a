package io.github.adtauth.internal.signin;

import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.internal.cache.CachingTokenProvider;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;

/**
 * A provider whose credential does not exist here. It says so when a token is requested, not when
 * it is created, so that it can be part of a chain. Thread-safe.
 */
record UnavailableTokenProvider(String name, CredentialUnavailableException reason)
    implements CachingTokenProvider {
  @Override
  public AccessToken token(TokenRequest request) {
    throw reason.forThisCaller();
  }

  @Override
  public String toString() {
    return name;
  }
}
