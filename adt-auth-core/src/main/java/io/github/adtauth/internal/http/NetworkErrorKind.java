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

/** Why there was no response, and what to do about it. Immutable and thread-safe. */
public enum NetworkErrorKind {
  /** The DNS has no address for the host. */
  UNKNOWN_HOST("Check the address, DNS and the proxy."),
  /** The certificate is not one that this machine trusts, or of another host. */
  UNTRUSTED(
      "Look for a proxy that inspects TLS: its authority, or a missing root certificate, has to be"
          + " in the trust store. A wrong clock spoils certificates too."),
  /** The Java run-time has no elliptic curves, which TLS with Azure needs. */
  NO_ELLIPTIC_CURVES(
      "Add the module jdk.crypto.ec to the run-time image (jlink --add-modules …,jdk.crypto.ec), or"
          + " the security provider SunEC to java.security."),
  /** The handshake ended for another reason. */
  TLS("Check proxy and firewall."),
  /** The proxy lets nothing through. */
  PROXY(
      "Give your OkHttpClient the proxy's credentials (proxyAuthenticator; for SOCKS a"
          + " java.net.Authenticator), or have it allowed."),
  /** The proxy itself does not accept connections. */
  PROXY_REFUSED("Check the network, the firewall, the proxy and its settings."),
  /** Nothing accepts connections there. */
  REFUSED("Check the network, the firewall, the proxy and private endpoints."),
  /** Nothing came within the time. */
  TIMEOUT("Try again, or allow more time; check the proxy."),
  /** What came is not HTTP. */
  NOT_HTTP("Check whether a proxy answers in its place."),
  /** The connection was lost. */
  BROKEN("Try again.");

  private final Fix fix;

  NetworkErrorKind(String remedy) {
    fix = new Fix(null, remedy);
  }

  /** Returns what to do about it. */
  public Fix fix() {
    return fix;
  }

  /**
   * Returns a clause that describes the failure, to follow a colon.
   *
   * @param host the host that was called
   * @param limit the time limit, to follow "did not respond"
   */
  public String sentence(String host, String limit) {
    return switch (this) {
      case UNKNOWN_HOST -> "there is no address for " + host + ".";
      case UNTRUSTED -> "the certificate of " + host + " is not trusted.";
      case NO_ELLIPTIC_CURVES ->
          "this Java run-time has no elliptic-curve cryptography, which TLS with "
              + host
              + " needs.";
      case TLS -> "the TLS handshake with " + host + " failed.";
      case PROXY -> "the proxy refuses to connect to " + host + ".";
      case PROXY_REFUSED -> "the proxy refused the connection.";
      case REFUSED -> host + " refused the connection.";
      case TIMEOUT -> host + " did not respond" + limit + ".";
      case NOT_HTTP -> "the response from " + host + " is not HTTP.";
      case BROKEN -> "the connection to " + host + " broke.";
    };
  }

  /** Returns which of them it was; {@link #BROKEN} for what is not known. */
  public static NetworkErrorKind of(IOException failure) {
    if (failure instanceof ProtocolException) {
      return WholeResponseInterceptor.isBrokenOff(failure) ? BROKEN : NOT_HTTP;
    } else if (failure instanceof UnknownHostException) {
      return UNKNOWN_HOST;
    } else if (failure instanceof SSLException) {
      return ofHandshake(failure, hasEllipticCurves());
    } else if (failure instanceof InterruptedIOException) {
      return TIMEOUT;
    } else if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return ProxyInUseException.isIn(failure) ? PROXY_REFUSED : REFUSED; // or a proxy's connection
    } else if (failure instanceof SocketException && isOfSocks(failure)) {
      return ofSocks(String.valueOf(failure.getMessage()));
    }
    return isOfProxy(String.valueOf(failure.getMessage())) ? PROXY : BROKEN;
  }

  static NetworkErrorKind ofHandshake(IOException failure, boolean hasEllipticCurves) {
    // Without them a certificate of Azure cannot be verified either.
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

  /** Returns whether the failure may have the cause that a required proxy is not used. */
  public boolean isUnreachable() {
    return this == UNKNOWN_HOST
        || this == REFUSED
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

  /** The JDK turns each failure of a connection to or through a SOCKS proxy into one type. */
  private static boolean isOfSocks(IOException failure) {
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
    return message.indexOf(' ') < 0 ? UNKNOWN_HOST : PROXY_REFUSED;
  }

  /** OkHttp has no type for it; only its words tell. */
  private static boolean isOfProxy(String message) {
    return message.startsWith("Failed to authenticate with proxy")
        || message.startsWith("Unexpected response code for CONNECT");
  }
}
