package io.github.adtauth.internal.http;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Appends the library's name and version to the {@code User-Agent} header. */
public final class UserAgentInterceptor implements Interceptor {
  private static final String LIBRARY_USER_AGENT = libraryUserAgent();

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    String applicationUserAgent = request.header("User-Agent");
    Request.Builder builder = request.newBuilder();
    if (applicationUserAgent == null) {
      builder.header("User-Agent", LIBRARY_USER_AGENT);
    } else {
      // The application may have added non-ASCII characters, which header() rejects.
      builder.headers(
          request
              .headers()
              .newBuilder()
              .removeAll("User-Agent")
              .addUnsafeNonAscii("User-Agent", applicationUserAgent + " " + LIBRARY_USER_AGENT)
              .build());
    }
    return chain.proceed(builder.build());
  }

  private static String libraryUserAgent() {
    // On the module path, the module descriptor has the version. Otherwise, the manifest has it.
    ModuleDescriptor module = UserAgentInterceptor.class.getModule().getDescriptor();
    String version =
        module == null
            ? UserAgentInterceptor.class.getPackage().getImplementationVersion()
            : module.rawVersion().orElse(null);
    return "adt-auth/" + (version == null ? "dev" : version);
  }
}
