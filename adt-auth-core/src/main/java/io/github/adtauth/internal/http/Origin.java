package io.github.adtauth.internal.http;

import java.net.URI;
import okhttp3.HttpUrl;

/**
 * The scheme, host and port of URLs (RFC 6454 4). Requests that carry a token or a credential are
 * sent to one origin only. Immutable.
 */
public record Origin(String scheme, String host, int port) {
  /** Returns the origin of a URL. */
  public static Origin of(HttpUrl url) {
    return new Origin(url.scheme(), url.host(), url.port());
  }

  /** Returns the https origin with the host and port of a URL, whatever the scheme of the URL. */
  public static Origin ofHttps(URI url) {
    HttpUrl parsed = HttpUrl.get(url.toString());
    return new Origin("https", parsed.host(), parsed.port());
  }

  /** Returns whether a URL has this origin. */
  public boolean contains(HttpUrl url) {
    return url.scheme().equals(scheme) && url.host().equals(host) && url.port() == port;
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
