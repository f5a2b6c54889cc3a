package io.github.adtauth.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Wraps the sockets of another factory so that they count the bytes that are read from them with
 * {@link FramingBudget}. Equal if it wraps the same factory, so that clients share connections.
 * Thread-safe if the wrapped factory is.
 */
public final class BudgetedSocketFactory extends SocketFactory {
  private final SocketFactory sockets;

  private BudgetedSocketFactory(SocketFactory sockets) {
    this.sockets = sockets;
  }

  /** Returns a factory that wraps another one. */
  public static SocketFactory over(SocketFactory sockets) {
    return sockets instanceof BudgetedSocketFactory ? sockets : new BudgetedSocketFactory(sockets);
  }

  @Override
  public Socket createSocket() throws IOException {
    return new BudgetedSocket(sockets.createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return new BudgetedSocket(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return new BudgetedSocket(sockets.createSocket(host, port, localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return new BudgetedSocket(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return new BudgetedSocket(sockets.createSocket(host, port, localHost, localPort));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BudgetedSocketFactory that && sockets.equals(that.sockets);
  }

  @Override
  public int hashCode() {
    return sockets.hashCode();
  }

  @Override
  public String toString() {
    return sockets.toString();
  }
}
