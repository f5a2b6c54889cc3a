package io.github.adtauth.warts.bare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Notes the read timeout of the connection to a proxy over which TLS is to go. */
final class TimeoutProbe extends SSLSocketFactory {
  private final SSLSocketFactory sockets;
  private volatile int readTimeout = -1;

  TimeoutProbe(KeyStore trust) throws GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    sockets = context.getSocketFactory();
  }

  /** Returns it in milliseconds: 0 for none, -1 before the first connection. */
  int readTimeout() {
    return readTimeout;
  }

  @Override
  public Socket createSocket(Socket proxy, String host, int port, boolean autoClose)
      throws IOException {
    readTimeout = proxy.getSoTimeout();
    return sockets.createSocket(proxy, host, port, autoClose);
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
  public Socket createSocket(String host, int port) {
    throw past();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw past();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw past();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw past();
  }

  private static RuntimeException past() {
    return new UnsupportedOperationException("past the proxy");
  }
}
