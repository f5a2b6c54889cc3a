package io.github.adtauth.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Names the proxy of a failed connection. It is added to the failure as a suppressed exception,
 * because OkHttp's message does not always name the proxy.
 */
public final class ProxyInUseException extends Exception {
  private static final long serialVersionUID = 1L;

  private ProxyInUseException(String address) {
    super(address, null, false, false);
  }

  /** Adds the proxy of the connection to a URL to the connection's failure, if there is one. */
  public static void addTo(
      IOException failure, HttpUrl url, @Nullable Proxy configured, ProxySelector selector) {
    Proxy proxy = configured == null ? selected(url, selector) : configured;
    if (proxy.type() != Proxy.Type.DIRECT && !isIn(failure)) {
      failure.addSuppressed(new ProxyInUseException(address(proxy)));
    }
  }

  /** Returns whether a failed connection went through a proxy. */
  public static boolean isIn(IOException failure) {
    return !sentence(failure, false).isEmpty();
  }

  /**
   * Returns the sentence that names the proxy of a failed connection; empty if there is none.
   *
   * @param ofProxy whether the connection to the proxy failed
   */
  public static String sentence(IOException failure, boolean ofProxy) {
    for (Throwable suppressed : failure.getSuppressed()) {
      if (suppressed instanceof ProxyInUseException proxy) {
        return "The connection goes through the proxy "
            + proxy.getMessage()
            + (ofProxy ? ": check its name and port first." : ".");
      }
    }
    return "";
  }

  /** Returns the proxy for a URL; {@link Proxy#NO_PROXY} if there is none. */
  public static Proxy selected(HttpUrl url, ProxySelector selector) {
    try {
      List<Proxy> proxies = selector.select(url.uri());
      return proxies == null || proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
    } catch (RuntimeException e) {
      return Proxy.NO_PROXY; // a custom selector failed
    }
  }

  /** Returns the address of a proxy in displayable form. */
  public static String address(Proxy proxy) {
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : proxy.type().toString();
  }
}
