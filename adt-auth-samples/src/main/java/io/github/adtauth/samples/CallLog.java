package io.github.adtauth.samples;

import java.io.PrintStream;
import java.time.Duration;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Prints each call of an OkHttpClient, how long it took and what came back. An event listener also
 * sees token requests, which interceptors do not; it prints nothing of their bodies.
 */
final class CallLog extends EventListener {
  private final PrintStream out;
  private final long start = System.nanoTime();

  private CallLog(PrintStream out) {
    this.out = out;
  }

  static EventListener.Factory to(PrintStream out) {
    return call -> new CallLog(out);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    Request request = response.request();
    out.printf(
        "    %-6s %s%s -> %d, %d ms%n",
        request.method(),
        request.url().host(),
        request.url().encodedPath(),
        response.code(),
        Duration.ofNanos(System.nanoTime() - start).toMillis());
  }
}
