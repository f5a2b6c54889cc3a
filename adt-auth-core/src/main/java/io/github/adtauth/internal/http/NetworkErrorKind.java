package io.github.adtauth.internal.http;

import io.github.adtauth.Fix;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The reason why a request got no response, and its fix. Immutable and thread-safe. */
public enum NetworkErrorKind {
  /** The host name cannot be resolved. */
  UNKNOWN_HOST("Check the address, DNS and the proxy."),
  /** The server's certificate is not trusted, or was issued for a different host. */
  UNTRUSTED(
      "Check for a proxy that inspects TLS: the trust store must contain its certificate authority,"
          + " or a missing root certificate. Also check the system clock."),
  /** The Java runtime does not support elliptic curves, which TLS with Azure requires. */
  NO_ELLIPTIC_CURVES(
      "Add the module jdk.crypto.ec to the runtime image (jlink --add-modules …,jdk.crypto.ec), or"
          + " the security provider SunEC to java.security."),
  /** The TLS handshake failed for another reason. */
  TLS("Check proxy and firewall."),
  /** The proxy rejected the request to connect. */
  PROXY(
      "Set the proxy's credentials on your OkHttpClient (proxyAuthenticator; for SOCKS a"
          + " java.net.Authenticator), or allow the host in the proxy's rules."),
  /** The proxy does not accept connections. */
  PROXY_CONNECTION_REFUSED("Check the network, the firewall, the proxy and its settings."),
  /** The host does not accept connections. */
  CONNECTION_REFUSED("Check the network, the firewall, the proxy and private endpoints."),
  /** The time limit was exceeded. */
  TIMEOUT("Try again, or increase the timeout; check the proxy."),
  /** The response is not HTTP. */
  NOT_HTTP("Check whether a proxy responds in place of the host."),
  /** The connection was lost. */
  BROKEN("Try again.");

  private final Fix fix;

  NetworkErrorKind(String remedy) {
    fix = new Fix(null, remedy);
  }

  /** Returns the fix. */
  public Fix fix() {
    return fix;
  }

  /**
   * Returns a clause that describes the failure, to follow a colon.
   *
   * @param target the service or host that was called
   * @param limit the time limit, to follow "no response from" and the target
   */
  String sentence(String target, String limit) {
    return switch (this) {
      case UNKNOWN_HOST -> "there is no address for " + target + ".";
      case UNTRUSTED -> "the certificate of " + target + " is not trusted.";
      case NO_ELLIPTIC_CURVES ->
          "this Java runtime does not support elliptic curves, which TLS with "
              + target
              + " requires.";
      case TLS -> "the TLS handshake with " + target + " failed.";
      case PROXY -> "the proxy rejected the connection to " + target + ".";
      case PROXY_CONNECTION_REFUSED -> "connection refused by the proxy for " + target + ".";
      case CONNECTION_REFUSED -> "connection refused by " + target + ".";
      case TIMEOUT -> "no response from " + target + limit + ".";
      case NOT_HTTP -> "the response from " + target + " is not HTTP.";
      case BROKEN -> "the connection to " + target + " broke.";
    };
  }

  /** Returns the kind of a failure, or {@link #BROKEN} if it is unknown. */
  public static NetworkErrorKind of(IOException failure) {
    if (failure instanceof ProtocolException) {
      return WholeResponseInterceptor.isConnectionLost(failure) ? BROKEN : NOT_HTTP;
    } else if (failure instanceof UnknownHostException) {
      return UNKNOWN_HOST;
    } else if (failure instanceof SSLException) {
      return ofHandshake(failure, hasEllipticCurves());
    } else if (failure instanceof InterruptedIOException) {
      return TIMEOUT;
    } else if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return ProxyInUseException.isIn(failure) ? PROXY_CONNECTION_REFUSED : CONNECTION_REFUSED;
    } else if (failure instanceof SocketException && isSocksFailure(failure)) {
      return ofSocks(String.valueOf(failure.getMessage()));
    }
    return isProxyFailure(String.valueOf(failure.getMessage())) ? PROXY : BROKEN;
  }

  static NetworkErrorKind ofHandshake(IOException failure, boolean hasEllipticCurves) {
    // Without elliptic curves, Azure's certificates cannot be verified either.
    if (!hasEllipticCurves) {
      return NO_ELLIPTIC_CURVES;
    }
    return isUntrusted(failure) ? UNTRUSTED : TLS;
  }

  private static boolean hasEllipticCurves() {
    try {
      KeyFactory unused = KeyFactory.getInstance("EC");
      return true;
    } catch (NoSuchAlgorithmException e) {
      return false;
    }
  }

  /** Returns whether a proxy that is required but not used may have caused the failure. */
  boolean isUnreachable() {
    return this == UNKNOWN_HOST
        || this == CONNECTION_REFUSED
        || this == TIMEOUT
        || this == BROKEN
        || this == TLS
        || this == UNTRUSTED;
  }

  private static boolean isUntrusted(IOException failure) {
    boolean untrusted = failure instanceof SSLPeerUnverifiedException;
    for (Throwable t = failure.getCause(); t != null && !untrusted; t = t.getCause()) {
      untrusted = t instanceof GeneralSecurityException;
    }
    return untrusted;
  }

  /** The JDK reports all failures of connections through a SOCKS proxy with one type. */
  private static boolean isSocksFailure(IOException failure) {
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (frame.getClassName().equals("java.net.SocksSocketImpl")) {
        return true;
      }
    }
    return false;
  }

  private static NetworkErrorKind ofSocks(String message) {
    if (message.contains("SOCKS")) {
      return PROXY; // the reply of the proxy
    } else if (message.contains("timed out")) {
      return TIMEOUT;
    }
    // The message of an unknown host is the name of the proxy.
    return message.indexOf(' ') < 0 ? UNKNOWN_HOST : PROXY_CONNECTION_REFUSED;
  }

  /** OkHttp has no exception type for proxy failures, so this compares the message. */
  private static boolean isProxyFailure(String message) {
    return message.startsWith("Failed to authenticate with proxy")
        || message.startsWith("Unexpected response code for CONNECT");
  }
}
