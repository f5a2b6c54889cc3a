package io.github.adtauth.signin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Sockets that fail to connect, while a failure is set; otherwise those of another client. */
final class FailingConnections extends SocketFactory {
  private final OkHttpClient client;
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile @Nullable IOException failure;

  FailingConnections(OkHttpClient client) {
    this.client = client;
  }

  /** Makes connections fail with this, or succeed again with null. */
  void failWith(@Nullable IOException value) {
    failure = value;
    client.connectionPool().evictAll();
  }

  /** Returns how many connections have been attempted. */
  int attempts() {
    return attempts.get();
  }

  /** Returns the client with these sockets. */
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
