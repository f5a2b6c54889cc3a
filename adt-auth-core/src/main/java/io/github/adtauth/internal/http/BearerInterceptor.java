package io.github.adtauth.internal.http;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Acquires the token of the request's principal, which {@link AuthorizationInterceptor} writes into
 * the request on the network side.
 */
public final class BearerInterceptor implements Interceptor {
  private final TokenRequest tokenRequest;
  private final @Nullable TokenProvider tokens;
  private final ChallengeHandler challengeHandler;

  public BearerInterceptor(
      String scope, @Nullable TokenProvider tokens, ChallengeHandler challengeHandler) {
    this(TokenRequest.of(scope), tokens, challengeHandler);
  }

  private BearerInterceptor(
      TokenRequest tokenRequest,
      @Nullable TokenProvider tokens,
      ChallengeHandler challengeHandler) {
    this.tokenRequest = tokenRequest;
    this.tokens = tokens;
    this.challengeHandler = challengeHandler;
  }

  /** Returns whether each request must have its own token provider. */
  public boolean hasNoPrincipal() {
    return tokens == null;
  }

  public BearerInterceptor withTokens(TokenProvider tokens) {
    return new BearerInterceptor(tokenRequest, tokens, challengeHandler.withTokens(tokens));
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = withoutAuthorization(chain.request());
    TokenProvider provider = tokens != null ? tokens : request.tag(TokenProvider.class);
    if (provider == null) {
      throw new AuthenticatedCallException(
          new RegistrationException(
              ErrorDetails.of(
                  "The request has no token provider: add one with"
                      + " request.tag(TokenProvider.class, …).")));
    }
    Chain isolated = ClientHardening.isolate(chain);
    BearerToken sent =
        BearerToken.acquire(chain.call(), provider, tokenRequest, challengeHandler.log());
    Response response = sent.proceed(isolated, request);
    return challengeHandler.handle(isolated, response, sent);
  }

  /** Removes a token that the caller set. The next interceptors must not see it. */
  private static Request withoutAuthorization(Request request) {
    return request.header("Authorization") == null
        ? request
        : request.newBuilder().removeHeader("Authorization").build();
  }
}
