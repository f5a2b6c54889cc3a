package io.github.adtauth.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

final class RetryInterceptor implements Interceptor {
  RetryInterceptor(
      RetryPolicy policy,
      io.github.adtauth.Timing timing,
      io.github.adtauth.AuthListener listener) {}

  @Override
  public Response intercept(Chain chain) throws IOException {
    return chain.proceed(chain.request());
  }
}
