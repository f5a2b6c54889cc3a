package io.github.adtauth.internal.http;

import io.github.adtauth.internal.text.Ascii;
import java.net.URI;
import okhttp3.HttpUrl;

/** The form of the endpoint of an instance. Stateless. */
public final class InstanceUrl {
  private InstanceUrl() {}

  /**
   * Returns the URL of an endpoint.
   *
   * @throws IllegalArgumentException if it cannot be that of a Digital Twins instance
   */
  public static HttpUrl of(URI endpoint) {
    String host = Ascii.toLowerCase(endpoint.getHost());
    if (host.equals("azuresmartspaces.net") || host.endsWith(".azuresmartspaces.net")) {
      throw new IllegalArgumentException(
          "the endpoint "
              + endpoint
              + " is of the public preview of 2018, which is retired; make an instance of today's"
              + " service, whose host ends in .digitaltwins.azure.net. For an API of your own that"
              + " still speaks the preview's language use AuthenticatedHttp.client(…)");
    }
    HttpUrl url = HttpUrl.get(endpoint.toString());
    if (!url.encodedPath().equals("/")) {
      throw new IllegalArgumentException(
          "the endpoint "
              + endpoint
              + " must have no path. The management API of 2018 had one; it is retired, and what"
              + " still speaks its language is called with AuthenticatedHttp.client(…)");
    }
    return url;
  }
}
