package io.github.adtauth.testkit.entra;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import okhttp3.HttpUrl;

/** Matches redirect URIs against those of a registration. */
final class RedirectUris {
  private RedirectUris() {}

  /** Returns the platform of a redirect URI, or throws if the URI is not registered. */
  static Platform platform(Registration client, String uri) {
    // Prefer an exact match: an application may use localhost for more than one platform.
    for (Predicate<String> test : List.<Predicate<String>>of(uri::equals, matching(uri))) {
      for (Map.Entry<Platform, List<String>> entry : byPlatform(client).entrySet()) {
        if (entry.getValue().stream().anyMatch(test)) {
          return entry.getKey();
        }
      }
    }
    if (byPlatform(client).values().stream().allMatch(List::isEmpty)) {
      throw new EntraErrorException(
          "invalid_request", 500113, "No reply address is registered for the application.");
    }
    throw new EntraErrorException(
        "invalid_request",
        50011,
        "The redirect URI '"
            + uri
            + "' specified in the request does not match the redirect URIs configured for the"
            + " application '"
            + client.clientId()
            + "'. Make sure the redirect URI sent in the request matches one added to your"
            + " application in the Azure portal.");
  }

  static boolean isRegistered(Registration client, String uri) {
    return byPlatform(client).values().stream().flatMap(List::stream).anyMatch(matching(uri));
  }

  private static Map<Platform, List<String>> byPlatform(Registration client) {
    Map<Platform, List<String>> uris = new EnumMap<>(Platform.class);
    uris.put(Platform.OTHER, client.redirectUris());
    uris.put(Platform.NATIVE, client.nativeRedirectUris());
    uris.put(Platform.WEB, client.webRedirectUris());
    uris.put(Platform.SPA, client.spaRedirectUris());
    return uris;
  }

  private static Predicate<String> matching(String requested) {
    return registered -> matches(registered, requested);
  }

  /** Compares URIs, ignoring the port of {@code http://localhost}. */
  private static boolean matches(String registered, String requested) {
    HttpUrl expected = HttpUrl.parse(registered);
    HttpUrl actual = HttpUrl.parse(requested);
    if (expected == null || actual == null) {
      return registered.equals(requested);
    }
    boolean anyPort = !expected.isHttps() && expected.host().equals("localhost");
    return expected.equals(anyPort ? actual.newBuilder().port(expected.port()).build() : actual);
  }
}
