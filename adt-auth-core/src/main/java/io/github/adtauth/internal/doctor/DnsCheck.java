package io.github.adtauth.internal.doctor;

import io.github.adtauth.AdtException;
import io.github.adtauth.internal.http.ProxyInUseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** Whether the DNS that a client uses knows a host. */
final class DnsCheck {
  private static final int SHOWN = 3;

  private DnsCheck() {}

  /**
   * Resolves the addresses of a host; the verdict of a failure is in the words of the client's
   * exception.
   */
  static CheckResult verdict(
      OkHttpClient http, URI url, Function<IOException, AdtException> failure) throws IOException {
    Proxy proxy = proxy(http, url);
    if (proxy.type() != Proxy.Type.DIRECT) {
      return CheckResult.passed("resolved by the proxy " + ProxyInUseException.address(proxy));
    }
    try {
      List<InetAddress> addresses = http.dns().lookup(url.getHost());
      List<String> first =
          addresses.stream().limit(SHOWN).map(InetAddress::getHostAddress).toList();
      return CheckResult.passed(url.getHost() + " is " + String.join(", ", first));
    } catch (UnknownHostException e) {
      String host = url.getHost();
      return CheckResult.failed(failure.apply(e)).and("There is no address for " + host + ".");
    }
  }

  private static Proxy proxy(OkHttpClient http, URI url) {
    Proxy stated = http.proxy();
    if (stated != null) {
      return stated;
    }
    HttpUrl called = HttpUrl.get(url.toString());
    return ProxyInUseException.selected(called, http.proxySelector());
  }
}
