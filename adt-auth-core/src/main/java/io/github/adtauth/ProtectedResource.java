package io.github.adtauth;

import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Redactor;
import java.net.URI;
import java.util.Objects;

/**
 * A web API and the scope that guards it: a token for the scope goes to this scheme, host and port,
 * and nowhere else. Immutable and thread-safe; share it.
 *
 * @param baseUrl https URL of the API; paths below it are the caller's
 * @param scope what to ask a token for, such as {@code https://digitaltwins.azure.net/.default}
 */
public record ProtectedResource(URI baseUrl, String scope) {
  /**
   * States a resource.
   *
   * @throws IllegalArgumentException if the URL is not https or has no host, or the scope is blank
   */
  public ProtectedResource {
    Objects.requireNonNull(baseUrl, "baseUrl");
    Objects.requireNonNull(scope, "scope");
    if (!"https".equalsIgnoreCase(baseUrl.getScheme()) || baseUrl.getHost() == null) {
      throw new IllegalArgumentException(
          "a token only travels over https to a named host, not to '"
              + Redactor.redactSetting(baseUrl.toString())
              + "'");
    }
    if (baseUrl.getRawUserInfo() != null) {
      throw new IllegalArgumentException("the URL of a resource carries no user name");
    }
    SettingParser.oneScope(scope);
  }

  /** Tells whether a request to this scheme, host and port may carry the resource's token. */
  public boolean covers(String scheme, String host, int port) {
    return scheme.equals("https")
        && host.equals(host())
        && port == (baseUrl.getPort() == -1 ? 443 : baseUrl.getPort());
  }

  private String host() {
    String host = Ascii.toLowerCase(baseUrl.getHost());
    // HTTP clients name an IPv6 address without the brackets that a URL needs around it.
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
