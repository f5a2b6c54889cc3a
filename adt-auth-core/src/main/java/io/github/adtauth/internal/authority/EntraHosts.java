package io.github.adtauth.internal.authority;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of Microsoft Entra ID, as MSAL lists them: those of each cloud, their aliases and their
 * regional forms. A credential is sent to another authority only if code or the process environment
 * names it.
 *
 * <p>Keys of caches and stores contain one host of each cloud, so that a sign-out applies to nodes
 * that are configured with another one. Requests are sent to the configured host. Stateless.
 */
public final class EntraHosts {
  public static final int HTTPS = 443;

  // One URI for each cloud: it is part of every user's cache key.
  private static final URI PUBLIC = cloud("login.microsoftonline.com");
  private static final URI US_GOVERNMENT = cloud("login.microsoftonline.us");
  private static final URI CHINA = cloud("login.partner.microsoftonline.cn");

  private static final Map<String, URI> PUBLIC_HOSTS =
      Map.of(
          PUBLIC.getHost(),
          PUBLIC,
          "login.windows.net",
          PUBLIC,
          "login.microsoft.com",
          PUBLIC,
          "sts.windows.net",
          PUBLIC);

  private static final Map<String, URI> SOVEREIGN_HOSTS =
      Map.of(
          US_GOVERNMENT.getHost(),
          US_GOVERNMENT,
          "login.usgovcloudapi.net",
          US_GOVERNMENT,
          "login-us.microsoftonline.com",
          US_GOVERNMENT,
          CHINA.getHost(),
          CHINA,
          "login.chinacloudapi.cn",
          CHINA,
          "login.microsoftonline.de",
          cloud("login.microsoftonline.de"),
          "login.sovcloud-identity.fr",
          cloud("login.sovcloud-identity.fr"),
          "login.sovcloud-identity.de",
          cloud("login.sovcloud-identity.de"),
          "login.sovcloud-identity.sg",
          cloud("login.sovcloud-identity.sg"));

  /** The hosts that serve the regions of the public cloud, as {@code {region}.{host}}. */
  private static final Set<String> PUBLIC_REGIONS =
      Set.of("login.microsoft.com", "r.login.microsoftonline.com");

  private EntraHosts() {}

  private static URI cloud(String host) {
    return URI.create("https://" + host);
  }

  /**
   * Returns whether an authority is one of Microsoft Entra ID.
   *
   * @param authority base URL of the token service, with its host in lower case
   */
  public static boolean isKnown(URI authority) {
    return find(authority) != null;
  }

  /**
   * Returns the canonical authority of the given one, or the same authority if it is not known.
   *
   * @param authority base URL of the token service, with its host in lower case
   */
  public static URI canonical(URI authority) {
    URI cloud = find(authority);
    return cloud == null ? authority : cloud;
  }

  private static @Nullable URI find(URI authority) {
    String host = authority.getHost();
    if (host == null || (authority.getPort() != -1 && authority.getPort() != HTTPS)) {
      return null;
    }
    URI cloud = PUBLIC_HOSTS.get(host);
    if (cloud == null) {
      cloud = SOVEREIGN_HOSTS.get(host);
    }
    return cloud == null ? regional(host) : cloud;
  }

  private static @Nullable URI regional(String host) {
    int dot = host.indexOf('.');
    if (dot < 0) {
      return null;
    }
    String parent = host.substring(dot + 1);
    URI cloud = PUBLIC_REGIONS.contains(parent) ? PUBLIC : SOVEREIGN_HOSTS.get(parent);
    return cloud != null && Region.NAME.matcher(host.substring(0, dot)).matches() ? cloud : null;
  }

  /** Holder: the pattern is compiled only for a host that is not well-known. */
  private static final class Region {
    static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
  }
}
