package io.github.adtauth.internal.http;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.http.AuthenticatedCallException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import okhttp3.Connection;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Rejects requests to hosts other than the client's own, and protocol upgrades. Each client has two
 * of these interceptors:
 *
 * <ul>
 *   <li>The application interceptor rejects a request before a token is acquired and a connection
 *       is opened. Only this one sees web sockets, which skip network interceptors.
 *   <li>The network interceptor also sees the changes made by redirects and by the interceptors of
 *       a derived client. A connection to the other host may be open by then, but nothing has been
 *       sent.
 * </ul>
 */
public final class HostGuardInterceptor implements Interceptor {
  private final AllowedHosts allowed;

  private HostGuardInterceptor(AllowedHosts allowed) {
    this.allowed = allowed;
  }

  /** Returns a guard that lets only https requests to this host and port through. */
  public static HostGuardInterceptor ofOrigin(URI origin) {
    return new HostGuardInterceptor(new Server(Origin.ofHttps(origin)));
  }

  /**
   * Returns a guard that lets only requests to this identity endpoint of the platform through, over
   * HTTPS or plain HTTP. It rejects every request if the address of the endpoint is not one of
   * {@link IdentityAddresses}.
   */
  static HostGuardInterceptor ofMachine(HttpUrl endpoint) {
    return new HostGuardInterceptor(new Machine(Origin.of(endpoint)));
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    HttpUrl url = request.url();
    if (!allowed.contains(url)) {
      throw rejected(
          "A request to "
              + Origin.of(url)
              + " was rejected: this client sends requests to "
              + allowed
              + " only.",
          "Build a separate client for each resource.");
    }
    checkHostHeader(request);
    checkPeer(url, chain.connection());
    // The call is a web socket even if an interceptor has removed the header from the request.
    if (request.header("Upgrade") != null || chain.call().request().header("Upgrade") != null) {
      throw rejected(
          "A web socket or other protocol upgrade to "
              + url.host()
              + " was rejected: clients of this library support HTTP calls only.",
          "Open it with a separate OkHttpClient.");
    }
    return RetryInterceptor.proceed(chain, request);
  }

  /** Checks the header, because a host with several names, such as a CDN, routes requests by it. */
  private static void checkHostHeader(Request request) throws IOException {
    Headers headers = request.headers();
    for (int i = 0; i < headers.size(); i++) {
      if (headers.name(i).equalsIgnoreCase("Host") && !isHostOf(request.url(), headers.value(i))) {
        throw rejected(
            "A request to "
                + request.url().host()
                + " was rejected: its Host header names another host.",
            "Remove the header; OkHttp sets it.");
      }
    }
  }

  /** Checks the address, because the client's DNS may resolve {@code localhost} to any host. */
  private void checkPeer(HttpUrl url, @Nullable Connection connection) throws IOException {
    if (connection != null && !allowed.containsPeer(url, connection.route().socketAddress())) {
      throw rejected(
          "A request to "
              + url.host()
              + " was rejected: the name does not resolve to this machine.",
          "Check the DNS of the OkHttpClient and the hosts file.");
    }
  }

  private static boolean isHostOf(HttpUrl url, String header) {
    if (header.equals(url.host())) {
      return url.port() == HttpUrl.defaultPort(url.scheme());
    }
    HttpUrl named = HttpUrl.parse(url.scheme() + "://" + header);
    return named != null
        && Origin.of(url).contains(named)
        && named.encodedPath().equals("/")
        && named.username().isEmpty()
        && named.password().isEmpty();
  }

  private static AuthenticatedCallException rejected(String sentence, String remedy) {
    return new AuthenticatedCallException(
        new RegistrationException(ErrorDetails.of(sentence).fix(new Fix(null, remedy))));
  }

  /** The hosts to which requests may be sent. {@code toString} names them for messages. */
  private interface AllowedHosts {
    boolean contains(HttpUrl url);

    /** Returns whether the address of an open connection is one of the allowed host. */
    default boolean containsPeer(HttpUrl url, InetSocketAddress peer) {
      return true;
    }
  }

  private record Server(Origin origin) implements AllowedHosts {
    @Override
    public boolean contains(HttpUrl url) {
      return origin.contains(url);
    }

    @Override
    public String toString() {
      return origin.toString();
    }
  }

  private record Machine(Origin endpoint) implements AllowedHosts {
    @Override
    public boolean contains(HttpUrl url) {
      return endpoint.contains(url) && IdentityAddresses.contains(url.host());
    }

    @Override
    public boolean containsPeer(HttpUrl url, InetSocketAddress peer) {
      return !IdentityAddresses.isLocalhost(url.host())
          || (!peer.isUnresolved() && peer.getAddress().isLoopbackAddress());
    }

    @Override
    public String toString() {
      return endpoint.toString();
    }
  }
}
