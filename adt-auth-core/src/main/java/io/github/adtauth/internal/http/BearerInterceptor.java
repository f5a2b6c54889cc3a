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
  private final TokenRequest asked;
  private final @Nullable TokenProvider fixed;
  private final ChallengeHandler challengeAnswer;

  public BearerInterceptor(
      String scope, @Nullable TokenProvider fixed, ChallengeHandler challengeAnswer) {
    this(TokenRequest.of(scope), fixed, challengeAnswer);
  }

  private BearerInterceptor(
      TokenRequest asked, @Nullable TokenProvider fixed, ChallengeHandler challengeAnswer) {
    this.asked = asked;
    this.fixed = fixed;
    this.challengeAnswer = challengeAnswer;
  }

  /** Tells whether each request has to name its principal. */
  public boolean hasNoPrincipal() {
    return fixed == null;
  }

  public BearerInterceptor withTokens(TokenProvider tokens) {
    return new BearerInterceptor(asked, tokens, challengeAnswer.withTokens(tokens));
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = withoutAuthorization(chain.request());
    TokenProvider provider = fixed != null ? fixed : request.tag(TokenProvider.class);
    if (provider == null) {
      throw new AuthenticatedCallException(
          new RegistrationException(
              ErrorDetails.of("The request names no principal: tag it with a TokenProvider.")));
    }
    Chain isolated = ClientHardening.isolate(chain);
    BearerToken sent = BearerToken.acquire(chain.call(), provider, asked, challengeAnswer.log());
    Response response = sent.proceed(isolated, request);
    return challengeAnswer.handle(isolated, response, sent);
  }

  /** Removes a token that the caller forgot: the interceptors behind this one must not see it. */
  private static Request withoutAuthorization(Request request) {
    return request.header("Authorization") == null
        ? request
        : request.newBuilder().removeHeader("Authorization").build();
  }
}
