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
  private final SSLSocketFactory delegate;

  private BudgetedSslSocketFactory(SSLSocketFactory delegate) {
    this.delegate = delegate;
  }

  /** Sets a factory that wraps the factory of the base client. */
  public static void apply(OkHttpClient.Builder builder, OkHttpClient base) {
    X509TrustManager trustManager = base.x509TrustManager();
    // A client that only connects in plain text has no trust manager.
    if (trustManager != null) {
      SSLSocketFactory delegate = base.sslSocketFactory();
      builder.sslSocketFactory(
          delegate instanceof BudgetedSslSocketFactory
              ? delegate
              : new BudgetedSslSocketFactory(delegate),
          trustManager);
    }
  }

  private static Socket withBudget(Socket socket) {
    return socket instanceof BudgetedSocket ? socket : new BudgetedSocket(socket);
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return delegate.createSocket(withBudget(socket), host, port, autoClose);
  }

  @Override
  public Socket createSocket(Socket socket, InputStream consumed, boolean autoClose)
      throws IOException {
    return delegate.createSocket(withBudget(socket), consumed, autoClose);
  }

  @Override
  public Socket createSocket() throws IOException {
    return delegate.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return delegate.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return delegate.createSocket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return delegate.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return delegate.createSocket(host, port, localHost, localPort);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return delegate.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return delegate.getSupportedCipherSuites();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BudgetedSslSocketFactory that && delegate.equals(that.delegate);
  }

  @Override
  public int hashCode() {
    return delegate.hashCode();
  }

  @Override
  public String toString() {
    return delegate.toString();
  }
}
