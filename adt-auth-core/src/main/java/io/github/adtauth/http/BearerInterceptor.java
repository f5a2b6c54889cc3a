package io.github.adtauth.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

final class BearerInterceptor implements Interceptor {
  BearerInterceptor(
      String scope,
      io.github.adtauth.token.@org.jspecify.annotations.Nullable TokenProvider tokens) {}

  @Override
  public Response intercept(Chain chain) throws IOException {
    return chain.proceed(chain.request());
  }
}
