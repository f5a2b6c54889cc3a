package io.github.adtauth.doctor;

import io.github.adtauth.http.NetworkFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.OkHttpClient;

/** Whether the DNS that a client uses knows a host. */
final class Names {
  private static final int SHOWN = 3;

  private Names() {}

  static Verdict verdict(OkHttpClient http, URI url) throws IOException {
    Proxy proxy = proxy(http, url);
    if (proxy.type() != Proxy.Type.DIRECT) {
      return Verdict.passed("resolved by the proxy " + text(proxy));
    }
    try {
      List<InetAddress> addresses = http.dns().lookup(url.getHost());
      List<String> first =
          addresses.stream().limit(SHOWN).map(InetAddress::getHostAddress).toList();
      return Verdict.passed(url.getHost() + " is " + String.join(", ", first));
    } catch (UnknownHostException e) {
      return Verdict.failed(
          "There is no address for " + url.getHost() + ".", NetworkFault.UNKNOWN_HOST.fix());
    }
  }

  private static Proxy proxy(OkHttpClient http, URI url) {
    Proxy stated = http.proxy();
    if (stated != null) {
      return stated;
    }
    List<Proxy> selected = http.proxySelector().select(url);
    return selected == null || selected.isEmpty() ? Proxy.NO_PROXY : selected.get(0);
  }

  private static String text(Proxy proxy) {
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : proxy.type().toString();
  }
}
