package io.github.adtauth.internal.http;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.http.AuthenticatedCallException;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Writes the token of a call into the {@code Authorization} header (RFC 6750 2.1), on the network
 * side, behind the host guard. So the token is in no request that an application interceptor sees,
 * copies, logs or sends with another client, and not in the request of a response either. A token
 * goes out with the call that it was acquired for, and no other.
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
                  "The call was rejected: an interceptor put the token of another call into it.")));
    }
    return chain.proceed(sent.applyTo(request)).newBuilder().request(request).build();
  }
}
