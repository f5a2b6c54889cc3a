package io.github.adtauth.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Shortens a {@code Retry-After} of more digits than an int has: OkHttp itself would throw a {@link
 * NumberFormatException} at it, on whatever thread runs the call. A network interceptor.
 */
final class RetryAfterCap implements Interceptor {
  private static final int MAX_DIGITS = 9;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String value = response.header("Retry-After");
    boolean tooLong =
        value != null && value.length() > MAX_DIGITS && value.chars().allMatch(Character::isDigit);
    return tooLong ? response.newBuilder().header("Retry-After", "999999999").build() : response;
  }
}
