package io.github.adtauth.http;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Rejects every request to another host than those that a client is for, and every protocol
 * upgrade. Each client has it twice: as an application interceptor it stops a request before a
 * token is acquired and a connection is opened; as a network interceptor it sees what the
 * interceptors of a derived client and redirects made of the request. There, a connection to the
 * other host may be open already, but nothing has been sent. A web socket has no network
 * interceptors, so the first one stops it.
 */
final class HostGuardInterceptor implements Interceptor {
  private final AllowedHosts allowed;

  private HostGuardInterceptor(AllowedHosts allowed) {
    this.allowed = allowed;
  }

  /** Returns a guard that lets only https requests to this host and port through. */
  static HostGuardInterceptor ofOrigin(URI origin) {
    return new HostGuardInterceptor(new Origin(HttpUrl.get(origin.toString())));
  }

  /** Returns a guard that lets requests to the instance metadata service and loopback through. */
  static HostGuardInterceptor ofMachine() {
    return new HostGuardInterceptor(new Machine());
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    HttpUrl url = request.url();
    if (!allowed.contains(url)) {
      throw rejected(
          "A request to "
              + url.scheme()
              + "://"
              + url.host()
              + ":"
              + url.port()
              + " was rejected: this client sends requests to "
              + allowed
              + " only.",
          "Build a client of its own for another resource.");
    }
    checkHostHeader(request);
    // Of the call, too: an interceptor may have removed the header, and the call is a web socket.
    if (request.header("Upgrade") != null || chain.call().request().header("Upgrade") != null) {
      throw rejected(
          "A web socket or other protocol upgrade to "
              + url.host()
              + " was rejected: a client with a token is for HTTP calls.",
          "Open it with an OkHttpClient of your own.");
    }
    return RetryInterceptor.proceed(chain, request);
  }

  /** A host that serves several names, such as a CDN, goes by the header, not by the connection. */
  private static void checkHostHeader(Request request) throws IOException {
    Headers headers = request.headers();
    for (int i = 0; i < headers.size(); i++) {
      if (headers.name(i).equalsIgnoreCase("Host") && !isHostOf(request.url(), headers.value(i))) {
        throw rejected(
            "A request to "
                + request.url().host()
                + " was rejected: its Host header names another host.",
            "Leave the header to OkHttp.");
      }
    }
  }

  private static boolean isHostOf(HttpUrl url, String header) {
    if (header.equals(url.host())) {
      return url.port() == HttpUrl.defaultPort(url.scheme());
    }
    HttpUrl named = HttpUrl.parse(url.scheme() + "://" + header);
    return named != null
        && named.host().equals(url.host())
        && named.port() == url.port()
        && named.encodedPath().equals("/")
        && named.username().isEmpty()
        && named.password().isEmpty();
  }

  private static AuthenticatedCallException rejected(String sentence, String remedy) {
    return new AuthenticatedCallException(
        new RegistrationException(ErrorDetails.of(sentence).fix(new Fix(null, remedy))));
  }

  /** Where requests may go; prints it. */
  private interface AllowedHosts {
    boolean contains(HttpUrl url);
  }

  private record Origin(HttpUrl base) implements AllowedHosts {
    @Override
    public boolean contains(HttpUrl url) {
      return url.isHttps() && url.host().equals(base.host()) && url.port() == base.port();
    }

    @Override
    public String toString() {
      return "https://" + base.host() + ":" + base.port();
    }
  }

  private record Machine() implements AllowedHosts {
    private static final String METADATA = "169.254.169.254";
    private static final Pattern LOOPBACK =
        Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|::1");

    @Override
    public boolean contains(HttpUrl url) {
      return url.host().equals(METADATA) || LOOPBACK.matcher(url.host()).matches();
    }

    @Override
    public String toString() {
      return "169.254.169.254 or loopback";
    }
  }
}
