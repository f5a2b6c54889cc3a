package io.github.adtauth.internal.http;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Says who calls, after whatever the application says of itself. */
public final class UserAgentInterceptor implements Interceptor {
  private static final String OURS = ourUserAgent();

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    String theirs = request.header("User-Agent");
    Request.Builder ours = request.newBuilder();
    if (theirs == null) {
      ours.header("User-Agent", OURS);
    } else {
      // Whatever letters the caller got past OkHttp once pass again.
      ours.headers(
          request
              .headers()
              .newBuilder()
              .removeAll("User-Agent")
              .addUnsafeNonAscii("User-Agent", theirs + " " + OURS)
              .build());
    }
    return chain.proceed(ours.build());
  }

  private static String ourUserAgent() {
    // The module knows its version on the module path, the manifest on the class path.
    ModuleDescriptor module = UserAgentInterceptor.class.getModule().getDescriptor();
    String version =
        module == null
            ? UserAgentInterceptor.class.getPackage().getImplementationVersion()
            : module.rawVersion().orElse(null);
    return "adt-auth/" + (version == null ? "dev" : version);
  }
}
