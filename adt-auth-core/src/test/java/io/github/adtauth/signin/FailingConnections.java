package io.github.adtauth.signin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Creates sockets that fail to connect while a failure is set. */
final class FailingConnections extends SocketFactory {
  private final OkHttpClient client;
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile @Nullable IOException failure;

  FailingConnections(OkHttpClient client) {
    this.client = client;
  }

  /** Sets the failure of new connections; null lets them succeed again. */
  void failWith(@Nullable IOException value) {
    failure = value;
    client.connectionPool().evictAll();
  }

  /** Returns the number of attempted connections. */
  int attempts() {
    return attempts.get();
  }

  /** Returns a client that uses these sockets. */
  OkHttpClient client() {
    return client.newBuilder().socketFactory(this).build();
  }

  @Override
  public Socket createSocket() throws IOException {
    attempts.incrementAndGet();
    IOException thrown = failure;
    if (thrown == null) {
      return client.socketFactory().createSocket();
    }
    return new Socket() {
      @Override
      public void connect(SocketAddress endpoint, int timeout) throws IOException {
        throw thrown;
      }
    };
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }
}
