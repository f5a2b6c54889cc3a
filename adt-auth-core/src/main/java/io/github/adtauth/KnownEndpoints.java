package io.github.adtauth;

import io.github.adtauth.internal.authority.EntraHosts;
import java.net.URI;
import java.util.List;

/**
 * The hosts of Azure Digital Twins in each cloud whose domain is known. A token for Digital Twins
 * is sent to another host only if code or the process environment names it.
 */
final class KnownEndpoints {
  private static final List<String> SUFFIXES =
      List.of(".digitaltwins.azure.net", ".digitaltwins.azure.us");

  private KnownEndpoints() {}

  /**
   * Returns whether the URL, as {@link SettingParser#endpoint} returns it, is that of an instance.
   */
  static boolean contains(URI endpoint) {
    String host = endpoint.getHost();
    if (endpoint.getPort() != -1 && endpoint.getPort() != EntraHosts.HTTPS) {
      return false;
    }
    if (host.startsWith("xn--") || host.contains(".xn--")) {
      return false; // instance names are ASCII, so this is a homograph
    }
    for (String suffix : SUFFIXES) {
      if (host.endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the scope belongs to Azure Digital Twins, by URL or Application ID. */
  static boolean isDigitalTwinsScope(String scope) {
    int end = Math.max(scope.lastIndexOf('/'), 0);
    while (end > 0 && scope.charAt(end - 1) == '/') {
      end--; // "//.default" names the same API
    }
    String resource = scope.substring(0, end);
    return resource.equalsIgnoreCase("https://digitaltwins.azure.net")
        || resource.equalsIgnoreCase(SettingParser.DIGITAL_TWINS_APP_ID);
  }
}
