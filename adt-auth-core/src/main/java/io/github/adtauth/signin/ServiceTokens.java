package io.github.adtauth.signin;

import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;

/** The tokens of the application itself (client credentials, RFC 6749 4.4). Thread-safe. */
final class ServiceTokens implements TokenProvider {
  private final TokenEndpoint endpoint;
  private final ClientCredential credential;

  ServiceTokens(TokenEndpoint endpoint, ClientCredential credential) {
    this.endpoint = endpoint;
    this.credential = credential;
  }

  @Override
  public AccessToken token(TokenRequest request) {
    return endpoint.clientCredentials(credential, request).token();
  }
}
