package io.github.adtauth.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/**
 * Counts the bytes below TLS with {@link FramingBudget}, unless {@link BudgetedSocketFactory} has
 * created the socket. OkHttp creates the socket to a SOCKS proxy itself, and a derived client may
 * have another socket factory. Equal if it wraps the same factory, so that clients share
 * connections. Thread-safe if the wrapped factory is.
 */
public final class BudgetedSslSocketFactory extends SSLSocketFactory {
  private final SSLSocketFactory sockets;

  private BudgetedSslSocketFactory(SSLSocketFactory sockets) {
    this.sockets = sockets;
  }

  /** Makes a client use this factory over that of another client. */
  public static void apply(OkHttpClient.Builder builder, OkHttpClient base) {
    X509TrustManager trust = base.x509TrustManager();
    if (trust != null) { // otherwise the client has no TLS
      SSLSocketFactory sockets = base.sslSocketFactory();
      builder.sslSocketFactory(
          sockets instanceof BudgetedSslSocketFactory
              ? sockets
              : new BudgetedSslSocketFactory(sockets),
          trust);
    }
  }

  private static Socket withBudget(Socket socket) {
    return socket instanceof BudgetedSocket ? socket : new BudgetedSocket(socket);
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return sockets.createSocket(withBudget(socket), host, port, autoClose);
  }

  @Override
  public Socket createSocket(Socket socket, InputStream consumed, boolean autoClose)
      throws IOException {
    return sockets.createSocket(withBudget(socket), consumed, autoClose);
  }

  @Override
  public Socket createSocket() throws IOException {
    return sockets.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return sockets.createSocket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return sockets.createSocket(host, port, localHost, localPort);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BudgetedSslSocketFactory that && sockets.equals(that.sockets);
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
