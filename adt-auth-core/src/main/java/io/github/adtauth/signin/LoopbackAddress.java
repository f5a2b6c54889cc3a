package io.github.adtauth.signin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the browser's answer arrives: the loopback addresses of this machine, never another
 * interface (RFC 8252 8.3).
 *
 * @param redirectUri to send to Entra ID, with the port
 * @param servers the bound sockets: 127.0.0.1 and, where it can be had, ::1 on the same port
 */
record LoopbackAddress(URI redirectUri, List<ServerSocket> servers) {
  private static final int BACKLOG = 16;
  private static final int TRIES = 5;
  private static final byte[] IPV4 = {127, 0, 0, 1};
  private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  /** Binds the port of the configured redirect URI, or a free one. */
  static LoopbackAddress bind(@Nullable URI configured) {
    URI uri = configured == null ? URI.create("http://localhost") : configured;
    if (!"http".equalsIgnoreCase(uri.getScheme())
        || !List.of("localhost", "127.0.0.1").contains(host(uri))
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the redirect URI must be http://localhost, with a port and a path at most");
    }
    try {
      List<ServerSocket> servers = uri.getPort() > 0 ? listen(uri.getPort()) : free();
      int port = servers.get(0).getLocalPort();
      return new LoopbackAddress(
          URI.create("http://" + host(uri) + ":" + port + uri.getRawPath()), servers);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot listen on the port of the redirect URI: end what else uses it, or register"
              + " http://localhost and leave the port out",
          e);
    }
  }

  /** Returns what the {@code Host} header must say (RFC 9110 7.2). */
  String host() {
    return redirectUri.getRawAuthority();
  }

  String path() {
    return redirectUri.getRawPath().isEmpty() ? "/" : redirectUri.getRawPath();
  }

  private static @Nullable String host(URI uri) {
    return uri.getHost() == null ? null : uri.getHost().toLowerCase(Locale.ROOT);
  }

  /**
   * A browser may try ::1 first. So a free port whose ::1 half belongs to somebody else is left for
   * another; without IPv6 the last one is taken as it is.
   */
  private static List<ServerSocket> free() throws IOException {
    for (int i = 1; i < TRIES; i++) {
      List<ServerSocket> servers = listen(0);
      if (servers.size() == 2) {
        return servers;
      }
      servers.get(0).close();
    }
    return listen(0);
  }

  private static List<ServerSocket> listen(int port) throws IOException {
    ServerSocket four = listen(IPV4, port);
    try {
      return List.of(four, listen(IPV6, four.getLocalPort()));
    } catch (IOException e) {
      return List.of(four);
    }
  }

  private static ServerSocket listen(byte[] address, int port) throws IOException {
    return new ServerSocket(port, BACKLOG, InetAddress.getByAddress(address));
  }
}
