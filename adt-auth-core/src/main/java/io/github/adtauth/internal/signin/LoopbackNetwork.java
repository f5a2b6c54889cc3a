package io.github.adtauth.internal.signin;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** The loopback interface of this machine. Thread-safe. */
class LoopbackNetwork {
  private static final int BACKLOG = 16;
  private static final String IPV6_LOOPBACK = "0".repeat(31) + "1";

  private final ProcFiles files;

  LoopbackNetwork(ProcFiles files) {
    this.files = files;
  }

  /**
   * Listens exclusively on one address. The address is specific, so that a wildcard socket cannot
   * receive its connections, and SO_REUSEPORT is off.
   */
  ServerSocket listen(InetAddress address, int port) throws IOException {
    return new ServerSocket(port, BACKLOG, address);
  }

  /** Returns the addresses of {@code localhost}, or an empty list if it does not resolve. */
  List<InetAddress> localhost() {
    try {
      return List.of(InetAddress.getAllByName("localhost"));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  /**
   * Returns whether programs on this machine can connect to {@code ::1}. Returns true if that
   * cannot be determined.
   */
  boolean hasIpv6() {
    try {
      return files.lines("/proc/net/if_inet6").stream()
          .anyMatch(line -> line.startsWith(IPV6_LOOPBACK));
    } catch (NoSuchFileException e) {
      return !isLinux() && hasIpv6Interface();
    } catch (IOException e) {
      return true;
    }
  }

  /** On Linux a missing {@code if_inet6} means a kernel without IPv6. */
  private boolean isLinux() {
    try (InputStream sockets = files.open("/proc/net/tcp")) {
      return sockets.read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean hasIpv6Interface() {
    if (Boolean.getBoolean("java.net.preferIPv4Stack")) {
      return true; // this JVM does not use IPv6, but a browser does
    }
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
    } catch (SocketException e) {
      return true;
    }
  }
}
