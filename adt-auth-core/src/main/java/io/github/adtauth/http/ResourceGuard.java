package io.github.adtauth.http;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.RegistrationException;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Lets only requests to the resource pass to where tokens are. */
final class ResourceGuard implements Interceptor {
  private final ProtectedResource resource;

  ResourceGuard(ProtectedResource resource) {
    this.resource = resource;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    HttpUrl url = chain.request().url();
    if (!resource.covers(url.scheme(), url.host(), url.port())) {
      throw new AuthenticatedCallException(
          new RegistrationException(
              ErrorDetails.of(
                      "A call to "
                          + url.scheme()
                          + "://"
                          + url.host()
                          + ":"
                          + url.port()
                          + " was stopped: the token is for "
                          + resource.baseUrl().getHost()
                          + " only.")
                  .fix(new Fix(null, "Make a client of its own for another resource."))));
    }
    return chain.proceed(chain.request());
  }
}
