package io.github.adtauth.testkit.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/**
 * A bound loopback port without a listener. Connections to it are refused, and the system does not
 * assign it to another program until it is closed. A server that sets {@code SO_REUSEADDR}, as
 * those of Java, Netty and Redis do, can still listen on it. Thread-safe.
 */
public final class ReservedPort implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 50;
  private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  private static final byte[] IPV4_LOOPBACK = {127, 0, 0, 1};

  private final Socket ipv4;
  private final Socket ipv6;

  private ReservedPort(Socket ipv4, Socket ipv6) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
  }

  /** Reserves a free port for IPv4, and for IPv6 if available. */
  public static ReservedPort open() {
    try {
      boolean hasIpv6 = hasIpv6();
      for (int i = 0; i < MAX_ATTEMPTS; i++) {
        Socket ipv4 = bound(IPV4_LOOPBACK, 0);
        try {
          Socket ipv6 = hasIpv6 ? bound(IPV6_LOOPBACK, ipv4.getLocalPort()) : new Socket();
          return new ReservedPort(ipv4, ipv6);
        } catch (SocketException e) { // The IPv6 port is in use.
          ipv4.close();
        }
      }
      throw new IOException("no port is free for IPv4 and IPv6");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasIpv6() throws IOException {
    try (Socket probe = bound(IPV6_LOOPBACK, 0)) {
      return probe.isBound();
    } catch (SocketException e) {
      return false;
    }
  }

  private static Socket bound(byte[] address, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Returns the port. */
  public int port() {
    return ipv4.getLocalPort();
  }

  /** Releases the port. */
  @Override
  public void close() {
    try {
      ipv4.close();
      ipv6.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
