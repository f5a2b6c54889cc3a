package io.github.adtauth.internal.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Replaces values of the {@code Retry-After} header that OkHttp does not handle safely. For a value
 * with more digits than an int, OkHttp throws {@link NumberFormatException} on the thread of the
 * call. For the value 0, OkHttp retries the request immediately, even if that is not safe. A
 * network interceptor.
 */
public final class RetryAfterSanitizer implements Interceptor {
  private static final int MAX_DIGITS = 9;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String value = response.header("Retry-After");
    if (value == null || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return response;
    }
    if (value.chars().allMatch(c -> c == '0')) {
      return response.newBuilder().removeHeader("Retry-After").build();
    }
    return value.length() > MAX_DIGITS
        ? response.newBuilder().header("Retry-After", "999999999").build()
        : response;
  }
}
