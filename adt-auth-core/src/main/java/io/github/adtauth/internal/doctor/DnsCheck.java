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

/** Checks that a client can resolve a host name. */
final class DnsCheck {
  private static final int MAX_ADDRESSES = 3;

  private DnsCheck() {}

  /**
   * Resolves the addresses of a host. A failure has the message that the client's exception would
   * have.
   */
  static CheckResult run(OkHttpClient http, URI url, Function<IOException, AdtException> failure)
      throws IOException {
    Proxy proxy = proxy(http, url);
    if (proxy.type() != Proxy.Type.DIRECT) {
      return CheckResult.passed("resolved by the proxy " + ProxyInUseException.address(proxy));
    }
    try {
      List<InetAddress> addresses = http.dns().lookup(url.getHost());
      List<String> first =
          addresses.stream().limit(MAX_ADDRESSES).map(InetAddress::getHostAddress).toList();
      return CheckResult.passed(url.getHost() + " is " + String.join(", ", first));
    } catch (UnknownHostException e) {
      return CheckResult.failed(failure.apply(e));
    }
  }

  private static Proxy proxy(OkHttpClient http, URI url) {
    Proxy configured = http.proxy();
    if (configured != null) {
      return configured;
    }
    HttpUrl target = HttpUrl.get(url.toString());
    return ProxyInUseException.selected(target, http.proxySelector());
  }
}
