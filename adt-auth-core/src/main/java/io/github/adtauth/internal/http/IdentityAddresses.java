package io.github.adtauth.internal.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * The addresses at which platforms have their identity endpoints. The requests go over plain HTTP,
 * so they must not leave the machine or the network of the platform: {@code localhost} or an IP
 * literal that is loopback, link-local (169.254.0.0/16, fe80::/10), private (10.0.0.0/8,
 * 172.16.0.0/12, 192.168.0.0/16) or shared (100.64.0.0/10). No name is ever resolved.
 */
public final class IdentityAddresses {
  private static final String LOCALHOST = "localhost";

  /** No leading zeros, which some resolvers read as octal. */
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  private IdentityAddresses() {}

  /**
   * Returns whether a host may be an identity endpoint.
   *
   * @param host as {@link okhttp3.HttpUrl#host()} returns it
   */
  public static boolean contains(String host) {
    if (isLocalhost(host)) {
      return true;
    }
    if (host.indexOf(':') < 0 && !IPV4.matcher(host).matches()) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(host); // a literal, so no DNS query
      return address.isLoopbackAddress()
          || address.isLinkLocalAddress()
          || (address instanceof Inet4Address && isPrivate(address));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  static boolean isLocalhost(String host) {
    return host.equals(LOCALHOST);
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] octets = address.getAddress();
    boolean isShared = octets[0] == 100 && (octets[1] & 0xc0) == 0x40;
    return isShared || address.isSiteLocalAddress();
  }
}
