package io.github.adtauth.http;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.token.Principal;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Puts the token of the request's principal into its {@code Authorization} header (RFC 6750 2.1).
 */
final class BearerInterceptor implements Interceptor {
  private final TokenRequest asked;
  private final @Nullable TokenProvider fixed;
  private final ChallengeAnswer challengeAnswer;

  BearerInterceptor(String scope, @Nullable TokenProvider fixed, ChallengeAnswer challengeAnswer) {
    this(TokenRequest.of(scope), fixed, challengeAnswer);
  }

  private BearerInterceptor(
      TokenRequest asked, @Nullable TokenProvider fixed, ChallengeAnswer challengeAnswer) {
    this.asked = asked;
    this.fixed = fixed;
    this.challengeAnswer = challengeAnswer;
  }

  /** Tells whether each request has to name its principal. */
  boolean isForAnybody() {
    return fixed == null;
  }

  BearerInterceptor as(TokenProvider tokens) {
    return new BearerInterceptor(asked, tokens, challengeAnswer);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    TokenProvider provider = fixed != null ? fixed : request.tag(TokenProvider.class);
    if (provider == null) {
      throw new AuthenticatedCallException(
          new RegistrationException(
              ErrorDetails.of("The request names no principal: tag it with a TokenProvider.")));
    }
    SentBearer sent = SentBearer.ask(chain.call(), provider, asked);
    Response response = chain.proceed(sent.attachTo(request));
    return withoutToken(challengeAnswer.to(chain, response, sent), request);
  }

  /** Who sends the request of an answer on, somewhere else perhaps, is not to send its token. */
  private static Response withoutToken(Response response, Request request) {
    Response sent = response.networkResponse();
    return response
        .newBuilder()
        .request(response.code() == 401 ? withPrincipal(request, response.request()) : request)
        .networkResponse(sent == null ? null : sent.newBuilder().request(request).build())
        .priorResponse(null)
        .build();
  }

  /** A rejection says whose token was rejected: the provider may speak for another user by now. */
  private static Request withPrincipal(Request request, Request sent) {
    Principal principal = sent.tag(Principal.class);
    return principal == null
        ? request
        : request.newBuilder().tag(Principal.class, principal).build();
  }
}
