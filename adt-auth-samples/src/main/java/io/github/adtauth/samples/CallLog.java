package io.github.adtauth.samples;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** An interceptor of the application: prints each call, how long it took and what came back. */
record CallLog(PrintStream out) implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    long start = System.nanoTime();
    Response response = chain.proceed(request);
    out.printf(
        "    %-6s %s%s -> %d, %d ms%n",
        request.method(),
        request.url().host(),
        request.url().encodedPath(),
        response.code(),
        Duration.ofNanos(System.nanoTime() - start).toMillis());
    return response;
  }
}
