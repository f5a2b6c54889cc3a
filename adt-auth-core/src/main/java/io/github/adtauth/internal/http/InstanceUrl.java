package io.github.adtauth.internal.http;

import io.github.adtauth.internal.text.Ascii;
import java.net.URI;
import okhttp3.HttpUrl;

/** Checks the endpoint of an instance. Stateless. */
public final class InstanceUrl {
  private InstanceUrl() {}

  /**
   * Returns the URL of an endpoint.
   *
   * @throws IllegalArgumentException if the URI cannot be the endpoint of a Digital Twins instance
   */
  public static HttpUrl of(URI endpoint) {
    String host = Ascii.toLowerCase(endpoint.getHost());
    if (host.equals("azuresmartspaces.net") || host.endsWith(".azuresmartspaces.net")) {
      throw new IllegalArgumentException(
          "the endpoint "
              + endpoint
              + " belongs to the public preview of 2018, which is retired; create an instance of"
              + " the current service, whose host ends in .digitaltwins.azure.net. For an API of"
              + " your own that still uses the preview's protocol, use"
              + " AuthenticatedHttp.client(…)");
    }
    HttpUrl url = HttpUrl.get(endpoint.toString());
    if (!url.encodedPath().equals("/")) {
      throw new IllegalArgumentException(
          "the endpoint "
              + endpoint
              + " must not have a path. The management API of 2018 had one, but is retired; to"
              + " call an API that still uses its protocol, use AuthenticatedHttp.client(…)");
    }
    return url;
  }
}
