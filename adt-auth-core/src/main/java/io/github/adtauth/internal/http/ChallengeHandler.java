package io.github.adtauth.internal.http;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.Timing;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.internal.cache.TokenLog;
import io.github.adtauth.internal.oauth.BearerChallenge;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a 401 response. Drops the rejected token, acquires another one with the claims of the
 * challenge, and retries the call once if its body can be sent again. Returns the second response
 * whatever its status.
 *
 * <p>Returns the first response if the provider returns the rejected token again, or if that token
 * was itself acquired for such a challenge within the last minute.
 */
public record ChallengeHandler(
    CallListener listener, HandledChallenges handledChallenges, TokenLog log) {
  private static final Logger LOG = LoggerFactory.getLogger(AuthenticatedHttp.class);

  public ChallengeHandler(CallListener listener, Timing timing) {
    this(listener, new HandledChallenges(timing), new TokenLog(timing));
  }

  ChallengeHandler withTokens(TokenProvider tokens) {
    return new ChallengeHandler(listener.withTokens(tokens), handledChallenges, log);
  }

  /** Returns the response for the caller, given the response to a request with this token. */
  Response handle(Interceptor.Chain chain, Response response, BearerToken sent) throws IOException {
    if (response.code() != 401) {
      return response;
    }
    Request request = chain.request();
    String claims =
        BearerChallenge.parse(response.headers("WWW-Authenticate"))
            .map(BearerChallenge::claims)
            .filter(requested -> !RequestSecrets.of(sent.token().value()).isIn(requested))
            .orElse(null);
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} rejected the token with status 401 {} claims challenge, request id {}.",
          request.url().host(),
          claims == null ? "without a" : "with a",
          sent.requestId(response));
    }
    listener.challengeReceived(request, claims != null);
    boolean requestsClaims = claims != null;
    if (handledChallenges.contains(sent.token(), requestsClaims)) {
      return response;
    }
    BearerToken replacement;
    try {
      replacement =
          BearerToken.acquire(
              chain.call(),
              sent.provider(),
              sent.tokenRequest().afterRejection(sent.token(), claims),
              log);
    } catch (IOException e) {
      response.close();
      if (e instanceof AuthenticatedCallException carrier && isPermanent(carrier.failure())) {
        handledChallenges.add(sent.token(), requestsClaims);
      }
      throw e;
    }
    if (replacement.token().equals(sent.token())) {
      return response;
    }
    handledChallenges.add(replacement.token(), requestsClaims);
    if (!RetryRules.isReplayable(request)) {
      return response;
    }
    response.close();
    Response second = replacement.proceed(chain, request);
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "Retried the call to {} with another token: status {}, request id {}.",
          request.url().host(),
          second.code(),
          replacement.requestId(second));
    }
    if (second.code() == 401) {
      handledChallenges.add(sent.token(), requestsClaims);
    }
    return second;
  }

  private static boolean isPermanent(AdtException failure) {
    return !failure.isRetryable() && !(failure instanceof CallCanceledException);
  }
}
