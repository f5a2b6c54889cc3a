package io.github.adtauth.internal.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Keeps from OkHttp what it would make of a {@code Retry-After}: a {@link NumberFormatException},
 * on whatever thread runs the call, if it has more digits than an int; and a repeat at once, also
 * of what is not safe to repeat, if it is 0. A network interceptor.
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
