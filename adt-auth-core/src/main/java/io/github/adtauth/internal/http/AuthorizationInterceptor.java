package io.github.adtauth.internal.http;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.http.AuthenticatedCallException;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sets the {@code Authorization} header (RFC 6750 2.1). A network interceptor behind the host
 * guard, so that application interceptors cannot see, copy or log the token, or send it with
 * another client. The request of the response does not contain the token either. A token is sent
 * only with the call that it was acquired for.
 */
public final class AuthorizationInterceptor implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    if (!(chain.getAuthenticator() instanceof BearerToken sent)) {
      return chain.proceed(request);
    }
    if (sent.call() != chain.call()) {
      throw new AuthenticatedCallException(
          new RegistrationException(
              ErrorDetails.of(
                  "The call was rejected: an interceptor replaced its token with that of another call.")));
    }
    return chain.proceed(sent.applyTo(request)).newBuilder().request(request).build();
  }
}
