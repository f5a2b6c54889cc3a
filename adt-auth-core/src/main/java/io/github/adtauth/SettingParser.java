package io.github.adtauth;

import io.github.adtauth.internal.authority.EntraHosts;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Guid;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses and validates the value of each setting. Exception messages are predicates, such as "must
 * be a GUID": {@link Setting#parse} prepends the name of the setting.
 */
final class SettingParser {
  private static final String CONTAINS_GUID =
      ".*[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}.*";
  private static final String ONLY_ZEROS = "[0-]+";
  private static final String DOMAIN =
      "(?=.{4,253}$)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)+[a-zA-Z][a-zA-Z0-9-]{1,62}";
  private static final String API_VERSION = "\\d{4}-\\d{2}-\\d{2}(-preview)?";
  private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+"); // RFC 6749 3.3
  private static final String HOST_AND_PORT = "[^/]*:\\d+(/.*)?";
  private static final String SCOPE_WITHOUT_PERMISSION = "https://[^/]+/?";

  /** The Application ID of Azure Digital Twins, which is easily mistaken for the Client ID. */
  static final String DIGITAL_TWINS_APP_ID = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";

  /** The tenant of personal Microsoft accounts. Its alias is {@code consumers}. */
  private static final String CONSUMERS_TENANT_ID = "9188040d-6c67-4c5b-b112-36a304b66dad";

  private SettingParser() {}

  static String clientId(String value) {
    String id = Ascii.toLowerCase(value);
    if (!Guid.isGuid(id)) {
      throw invalid(
          id.matches(CONTAINS_GUID)
              ? "must be the GUID only, with nothing before or after it"
              : "must be a GUID");
    }
    if (id.equals(DIGITAL_TWINS_APP_ID)) {
      throw invalid("is the ID of Azure Digital Twins itself, not of your application");
    }
    return rejectZeros(id);
  }

  static String tenant(String value) {
    String tenant = Ascii.toLowerCase(value);
    switch (tenant) {
      case "common", "organizations", "consumers", CONSUMERS_TENANT_ID ->
          throw invalid(
              "must name a single directory, because an instance accepts only tokens of its own"
                  + " tenant");
      default -> {
        if (!Guid.isGuid(tenant) && !tenant.matches(DOMAIN)) {
          throw invalid(
              tenant.matches(".*[/@:].*") || tenant.matches(CONTAINS_GUID)
                  ? "must be the GUID or the domain name only, not a URL or user name"
                  : "must be a GUID or a domain name such as contoso.onmicrosoft.com");
        }
        return rejectZeros(tenant);
      }
    }
  }

  static URI endpoint(String value) {
    URI uri = https(value);
    if (uri.getHost().equals("digitaltwins.azure.net")) {
      throw invalid("is the domain of the service; must be the host name of your instance");
    }
    if (!value.contains("://") && !value.matches(HOST_AND_PORT) && uri.getHost().indexOf('.') < 0) {
      throw invalid("must be the full host name of the instance, not its name only");
    }
    return uri;
  }

  static URI authorityHost(String value) {
    URI uri = https(value);
    if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
      throw invalid("must not have a path; set the tenant separately");
    }
    return URI.create("https://" + uri.getRawAuthority());
  }

  static URI redirectUri(String value) {
    URI uri = parse(value);
    if (!"http".equalsIgnoreCase(uri.getScheme())
        || uri.getHost() == null
        || !uri.getHost().matches("(?i)localhost|127\\.0\\.0\\.1")
        || uri.getRawUserInfo() != null) {
      throw invalid("must be http://localhost, where the browser returns the code to this program");
    }
    return normalize("http", uri);
  }

  static void checkSingleScope(String value) {
    if (!SCOPE.matcher(value).matches()) {
      throw invalid("scope must be a single scope without spaces");
    }
  }

  static String scope(String value) {
    if (!SCOPE.matcher(value).matches()) {
      throw invalid("must be a single scope without spaces");
    }
    if (value.matches(SCOPE_WITHOUT_PERMISSION)) {
      throw invalid("is the API only; a scope ends with a permission such as /.default");
    }
    return value;
  }

  static Set<String> appIdUris(String value) {
    Set<String> uris = new LinkedHashSet<>();
    for (String uri : value.split(" +", -1)) {
      if (uri.length() > 255 || !uri.matches("[a-zA-Z][a-zA-Z0-9+.-]*:[!-~]+")) {
        throw invalid("must be URIs such as api://contoso.com/rooms, separated by spaces");
      }
      uris.add(uri);
    }
    return Collections.unmodifiableSet(uris);
  }

  static String apiVersion(String value) {
    if (!value.matches(API_VERSION)) {
      throw invalid("must be a date such as 2023-10-31");
    }
    return value;
  }

  private static URI https(String value) {
    URI uri = parse(value.contains("://") ? value : "https://" + value);
    if (!"https".equalsIgnoreCase(uri.getScheme())) {
      throw invalid("must be https");
    }
    return normalize("https", uri);
  }

  /**
   * Returns the URL with scheme and host in lower case and without the default HTTPS port. The path
   * is unchanged. Port 80 is kept, because a redirect URI without a port matches any port.
   */
  private static URI normalize(String scheme, URI uri) {
    if (uri.getRawUserInfo() != null) {
      throw invalid("must not contain a user name");
    }
    if (uri.getHost() == null) {
      throw invalid("must have a host name of letters, digits, dots and hyphens");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw invalid("must not have a query or fragment");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65535) {
      throw invalid("must have a port between 1 and 65535");
    }
    boolean isDefaultPort = scheme.equals("https") && uri.getPort() == EntraHosts.HTTPS;
    String port = uri.getPort() == -1 || isDefaultPort ? "" : ":" + uri.getPort();
    return URI.create(scheme + "://" + Ascii.toLowerCase(uri.getHost()) + port + uri.getRawPath());
  }

  private static URI parse(String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      // Don't chain the exception: its message quotes the whole value.
      throw invalid("is not a URL");
    }
  }

  private static String rejectZeros(String id) {
    if (id.matches(ONLY_ZEROS)) {
      throw invalid("is a placeholder; replace it with the real value");
    }
    return id;
  }

  static IllegalArgumentException invalid(String reason) {
    return new IllegalArgumentException(reason);
  }
}
