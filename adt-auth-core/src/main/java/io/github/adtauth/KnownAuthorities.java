package io.github.adtauth;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The hosts of Microsoft Entra ID, as MSAL lists them: the hosts of each cloud, their aliases and
 * their regional forms. A credential is sent to another authority only if code or the process
 * environment names it.
 */
final class KnownAuthorities {
  static final int HTTPS = 443;

  private static final Set<String> PUBLIC =
      Set.of(
          "login.microsoftonline.com",
          "login.windows.net",
          "login.microsoft.com",
          "sts.windows.net");

  private static final Set<String> SOVEREIGN =
      Set.of(
          "login.microsoftonline.us",
          "login-us.microsoftonline.com",
          "login.usgovcloudapi.net",
          "login.partner.microsoftonline.cn",
          "login.chinacloudapi.cn",
          "login.microsoftonline.de",
          "login.sovcloud-identity.fr",
          "login.sovcloud-identity.de",
          "login.sovcloud-identity.sg");

  /** The hosts that serve the regions of the public cloud, as {@code {region}.{host}}. */
  private static final Set<String> REGIONAL =
      Set.of("login.microsoft.com", "r.login.microsoftonline.com");

  private KnownAuthorities() {}

  /** Returns whether the URL, as {@link SettingParser#authorityHost} returns it, is known. */
  static boolean contains(URI authority) {
    String host = authority.getHost();
    if (authority.getPort() != -1 && authority.getPort() != HTTPS) {
      return false;
    }
    return PUBLIC.contains(host) || SOVEREIGN.contains(host) || isRegional(host);
  }

  private static boolean isRegional(String host) {
    int dot = host.indexOf('.');
    if (dot < 0) {
      return false;
    }
    String parent = host.substring(dot + 1);
    return (REGIONAL.contains(parent) || SOVEREIGN.contains(parent))
        && Region.NAME.matcher(host.substring(0, dot)).matches();
  }

  /** Holder: the pattern is compiled only for a host that is not well-known. */
  private static final class Region {
    static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
  }
}
