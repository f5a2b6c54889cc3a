package io.github.adtauth.internal.signin;

import io.github.adtauth.internal.text.Ascii;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address of the redirect URI, on the loopback interface only (RFC 8252 8.3).
 *
 * <p>For {@code localhost}, a browser connects to {@code ::1} or to {@code 127.0.0.1}. The listener
 * binds both or neither: otherwise another user could bind the other address and receive the code
 * and state.
 *
 * @param redirectUri the redirect URI to send to Entra ID, with the port
 * @param servers the listening sockets: 127.0.0.1 and, if the browser may connect to it, ::1 on the
 *     same port
 */
record LoopbackAddress(URI redirectUri, List<ServerSocket> servers) implements Closeable {
  private static final int MAX_ATTEMPTS = 10;
  private static final InetAddress IPV4 = address(127, 0, 0, 1);
  private static final InetAddress IPV6 = address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

  /**
   * Listens on the port of the configured redirect URI, or on a free one.
   *
   * @throws IllegalArgumentException if the redirect URI is not one of this machine, or its port is
   *     in use on one of the addresses
   */
  static LoopbackAddress bind(@Nullable URI configured) {
    return bind(configured, new LoopbackNetwork(ProcFiles.system()));
  }

  static LoopbackAddress bind(@Nullable URI configured, LoopbackNetwork network) {
    URI uri = configured == null ? URI.create("http://localhost") : configured;
    if (!"http".equalsIgnoreCase(uri.getScheme())
        || !List.of("localhost", "127.0.0.1").contains(host(uri))
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the redirect URI must be http://localhost, with a port and a path at most");
    }
    boolean byName = "localhost".equals(host(uri));
    if (byName) {
      checkLocalhost(network);
    }
    try {
      List<ServerSocket> servers =
          uri.getPort() > 0
              ? listen(network, uri.getPort(), byName)
              : listenOnFreePort(network, byName);
      int port = servers.get(0).getLocalPort();
      return new LoopbackAddress(
          URI.create("http://" + host(uri) + ":" + port + uri.getRawPath()), servers);
    } catch (IOException e) {
      throw new IllegalArgumentException(problem(uri, byName), e);
    }
  }

  private static String problem(URI uri, boolean byName) {
    if (byName && Boolean.getBoolean("java.net.preferIPv4Stack")) {
      return "cannot listen on [::1] for the redirect URI: this JVM runs with"
          + " java.net.preferIPv4Stack=true. Remove that option, or register http://127.0.0.1 as"
          + " the redirect URI";
    }
    return "cannot listen on "
        + (uri.getPort() > 0 ? "port " + uri.getPort() : "a free port")
        + " of 127.0.0.1"
        + (byName ? " and [::1]" : "")
        + " for the redirect URI: another program may be using it. End that program, or register"
        + " http://localhost and leave the port out";
  }

  /** Returns the required value of the {@code Host} header (RFC 9110 7.2). */
  String host() {
    return redirectUri.getRawAuthority();
  }

  String path() {
    return redirectUri.getRawPath().isEmpty() ? "/" : redirectUri.getRawPath();
  }

  /** Frees the port. */
  @Override
  public void close() {
    for (ServerSocket server : servers) {
      closeQuietly(server);
    }
  }

  private static @Nullable String host(URI uri) {
    return uri.getHost() == null ? null : Ascii.toLowerCase(uri.getHost());
  }

  private static void checkLocalhost(LoopbackNetwork network) {
    for (InetAddress address : network.localhost()) {
      if (!address.equals(IPV4) && !address.equals(IPV6)) {
        throw new IllegalArgumentException(
            "localhost resolves to "
                + address.getHostAddress()
                + " on this machine, where another program may listen for the redirect URI. Map it"
                + " to 127.0.0.1 and ::1 only (hosts file), or register http://127.0.0.1 as the"
                + " redirect URI");
      }
    }
  }

  private static List<ServerSocket> listenOnFreePort(LoopbackNetwork network, boolean byName)
      throws IOException {
    for (int i = 1; i < MAX_ATTEMPTS; i++) {
      try {
        return listen(network, 0, byName);
      } catch (IOException e) {
        // Another program uses ::1 on this port. Another port may be free on both addresses.
      }
    }
    return listen(network, 0, byName);
  }

  private static List<ServerSocket> listen(LoopbackNetwork network, int port, boolean byName)
      throws IOException {
    ServerSocket four = network.listen(IPV4, port);
    if (!byName) {
      return List.of(four);
    }
    try {
      return List.of(four, network.listen(IPV6, four.getLocalPort()));
    } catch (IOException | RuntimeException e) {
      // Without IPv6 on this machine, no other program can listen on ::1 either.
      if (!network.hasIpv6()) {
        return List.of(four);
      }
      closeQuietly(four);
      throw e;
    }
  }

  private static void closeQuietly(ServerSocket server) {
    try {
      server.close();
    } catch (IOException e) {
      // Nothing uses the socket any more.
    }
  }

  private static InetAddress address(int... parts) {
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = (byte) parts[i];
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }
}
