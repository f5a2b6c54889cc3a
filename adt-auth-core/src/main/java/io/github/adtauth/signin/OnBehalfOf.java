package io.github.adtauth.signin;

import io.github.adtauth.Secret;
import io.github.adtauth.token.Principal;
import io.github.adtauth.token.TokenCache;
import io.github.adtauth.token.TokenOwner;
import io.github.adtauth.token.TokenProvider;

/**
 * A web API that calls on behalf of its users: each user's token is exchanged for one of the
 * resource (RFC 7523 2.1 as Entra's on-behalf-of flow) and kept for as long as both are good. One
 * for each application: share it. Thread-safe; nothing to close.
 */
public final class OnBehalfOf {
  private static final int MAX_ASSERTION = 64 << 10;

  private final LoginContext context;
  private final TokenEndpoint endpoint;
  private final ClientCredential credential;
  private final TokenCache cache;

  OnBehalfOf(LoginContext context, ClientCredential credential, TokenCache cache) {
    this.context = context;
    this.endpoint = new TokenEndpoint(context);
    this.credential = credential;
    this.cache = cache;
  }

  /**
   * Returns the provider of the user whose token a request brought. Cheap: call it for each
   * request. The web API has validated the token before (signature, issuer, audience, lifetime).
   *
   * @param assertion the access token that the web API received, without {@code Bearer}
   * @throws IllegalArgumentException if it is empty, has spaces or control characters, or is larger
   *     than 64 KB
   */
  public TokenProvider user(String assertion) {
    if (assertion.isEmpty()
        || assertion.length() > MAX_ASSERTION
        || assertion.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
      throw new IllegalArgumentException(
          "an assertion is the access token alone: printable ASCII without spaces, at most 64 KB");
    }
    Secret secret = Secret.of(assertion);
    TokenOwner owner = context.owner(Principal.userAssertion(assertion));
    return cache.provider(
        owner, request -> endpoint.onBehalfOf(credential, secret, request).token());
  }

  @Override
  public String toString() {
    return "OnBehalfOf[" + context.clientId() + ", " + credential + "]";
  }
}
