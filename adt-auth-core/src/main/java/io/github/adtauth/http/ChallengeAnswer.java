package io.github.adtauth.http;

import io.github.adtauth.AuthListener;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.token.BearerChallenge;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Answers a 401: drops the rejected token, asks for a better one with the claims that are demanded,
 * and repeats the call once, if its body can be sent again. The second answer is the caller's,
 * whatever it is; so is the first, where the provider has nothing better than what was rejected.
 */
record ChallengeAnswer(AuthListener listener) {

  /** Returns what the caller gets for the answer to a request with this token. */
  Response to(Interceptor.Chain chain, Response response, SentBearer sent) throws IOException {
    if (response.code() != 401) {
      return response;
    }
    Request request = chain.request();
    String claims =
        BearerChallenge.parse(response.headers("WWW-Authenticate"))
            .map(BearerChallenge::claims)
            .filter(demanded -> !RequestSecrets.of(sent.token().value()).isIn(demanded))
            .orElse(null);
    listener.challenged(request.url().host(), claims != null);
    SentBearer better;
    try {
      better =
          SentBearer.ask(
              chain.call(), sent.provider(), sent.asked().afterRejectionOf(sent.token(), claims));
    } catch (IOException e) {
      response.close();
      throw e;
    }
    if (better.token().equals(sent.token()) || !canBeSentAgain(request.body())) {
      return response;
    }
    response.close();
    return chain.proceed(better.attachTo(request));
  }

  private static boolean canBeSentAgain(@Nullable RequestBody body) {
    return body == null || (!body.isOneShot() && !body.isDuplex());
  }
}
