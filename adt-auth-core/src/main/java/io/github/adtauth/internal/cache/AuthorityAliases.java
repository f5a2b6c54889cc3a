package io.github.adtauth.internal.cache;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * The host names of Microsoft Entra ID in each cloud, as MSAL lists them. Keys of caches and stores
 * contain one host name per cloud, so that a sign-out applies to nodes that are configured with
 * another alias. Requests are sent to the configured host. Stateless.
 */
public final class AuthorityAliases {
  private static final int HTTPS = 443;

  // One URI for each cloud: it is part of every user's cache key.
  private static final URI PUBLIC = URI.create("https://login.microsoftonline.com");
  private static final URI US_GOVERNMENT = URI.create("https://login.microsoftonline.us");
  private static final URI CHINA = URI.create("https://login.partner.microsoftonline.cn");

  private static final Map<String, URI> ALIASES =
      Map.of(
          PUBLIC.getHost(),
          PUBLIC,
          "login.windows.net",
          PUBLIC,
          "login.microsoft.com",
          PUBLIC,
          "sts.windows.net",
          PUBLIC,
          US_GOVERNMENT.getHost(),
          US_GOVERNMENT,
          "login.usgovcloudapi.net",
          US_GOVERNMENT,
          CHINA.getHost(),
          CHINA,
          "login.chinacloudapi.cn",
          CHINA);

  /** The hosts that serve the regions of the public cloud, as {@code {region}.{host}}. */
  private static final Set<String> REGIONAL =
      Set.of("login.microsoft.com", "r.login.microsoftonline.com");

  private AuthorityAliases() {}

  /**
   * Returns the canonical authority of the given one, or the same authority if it has no aliases.
   *
   * @param authority base URL of the token service, with its host in lower case
   */
  public static URI canonical(URI authority) {
    String host = authority.getHost();
    if (host == null || (authority.getPort() != -1 && authority.getPort() != HTTPS)) {
      return authority;
    }
    String region = host.substring(host.indexOf('.') + 1);
    return REGIONAL.contains(region) ? PUBLIC : ALIASES.getOrDefault(host, authority);
  }
}
