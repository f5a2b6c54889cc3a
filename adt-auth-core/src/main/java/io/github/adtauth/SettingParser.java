package io.github.adtauth;

import io.github.adtauth.internal.text.Ascii;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The form of each setting: what passes, and the words for what does not. */
final class SettingParser {
  private static final String GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final String GUID_WRAPPED = ".*" + GUID + ".*";
  private static final String ZERO = "[0-]+";
  private static final String DOMAIN =
      "(?=.{4,253}$)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)+[a-zA-Z][a-zA-Z0-9-]{1,62}";
  private static final String API_VERSION = "\\d{4}-\\d{2}-\\d{2}(-preview)?";
  private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+"); // RFC 6749 3.3
  private static final String WITH_PORT = "[^/]*:\\d+(/.*)?";
  private static final String HOST_OF_SCOPE_ONLY = "https://[^/]+/?";

  /** Azure Digital Twins itself as an application; easily copied from the permissions' page. */
  static final String DIGITAL_TWINS_APPLICATION = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";

  /** The directory of personal accounts, which is what {@code consumers} stands for. */
  private static final String CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

  private SettingParser() {}

  static String clientId(String value) {
    String id = Ascii.toLowerCase(value);
    if (!id.matches(GUID)) {
      throw invalid(
          id.matches(GUID_WRAPPED)
              ? "it must be the GUID alone, with nothing before or after it"
              : "it must be a GUID");
    }
    if (id.equals(DIGITAL_TWINS_APPLICATION)) {
      throw invalid("it is the ID of Azure Digital Twins itself, not of your application");
    }
    return notZero(id);
  }

  static String tenant(String value) {
    String tenant = Ascii.toLowerCase(value);
    switch (tenant) {
      case "common", "organizations", "consumers", CONSUMERS ->
          throw invalid(
              "it must name one directory, because an instance accepts tokens of its own tenant"
                  + " only");
      default -> {
        if (!tenant.matches(GUID) && !tenant.matches(DOMAIN)) {
          throw invalid(
              tenant.matches(".*[/@:].*") || tenant.matches(GUID_WRAPPED)
                  ? "it must be the GUID or the domain name alone, not a URL or user name"
                  : "it must be a GUID or a domain name such as contoso.onmicrosoft.com");
        }
        return notZero(tenant);
      }
    }
  }

  static URI endpoint(String value) {
    URI uri = https(value);
    if (uri.getHost().equals("digitaltwins.azure.net")) {
      throw invalid("it is the service as a whole; it must be the host name of your instance");
    }
    if (!value.contains("://") && !value.matches(WITH_PORT) && uri.getHost().indexOf('.') < 0) {
      throw invalid("it must be the whole host name of the instance, not its name alone");
    }
    return uri;
  }

  static URI authorityHost(String value) {
    URI uri = https(value);
    if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
      throw invalid("it must have no path; the tenant is a setting of its own");
    }
    return URI.create("https://" + uri.getRawAuthority());
  }

  static URI redirectUri(String value) {
    URI uri = parse(value);
    if (!"http".equalsIgnoreCase(uri.getScheme())
        || uri.getHost() == null
        || !uri.getHost().matches("(?i)localhost|127\\.0\\.0\\.1")
        || uri.getRawUserInfo() != null) {
      throw invalid(
          "it must be http://localhost, where the browser hands the code to this program");
    }
    return rebuilt("http", uri);
  }

  static void oneScope(String value) {
    if (!SCOPE.matcher(value).matches()) {
      throw invalid("the scope must be one scope without spaces");
    }
  }

  static String scope(String value) {
    oneScope(value);
    if (value.matches(HOST_OF_SCOPE_ONLY)) {
      throw invalid("it is the API alone; a scope ends in a permission such as /.default");
    }
    return value;
  }

  static Set<String> appIdUris(String value) {
    Set<String> uris = new LinkedHashSet<>();
    for (String uri : value.split(" +", -1)) {
      if (uri.length() > 255 || !uri.matches("[a-zA-Z][a-zA-Z0-9+.-]*:[!-~]+")) {
        throw invalid("it must be URIs such as api://contoso.com/rooms, separated by spaces");
      }
      uris.add(uri);
    }
    return Collections.unmodifiableSet(uris);
  }

  static String apiVersion(String value) {
    if (!value.matches(API_VERSION)) {
      throw invalid("it must look like 2023-10-31");
    }
    return value;
  }

  private static URI https(String value) {
    URI uri = parse(value.contains("://") ? value : "https://" + value);
    if (!"https".equalsIgnoreCase(uri.getScheme())) {
      throw invalid("it must be https");
    }
    return rebuilt("https", uri);
  }

  /**
   * Returns scheme and host in lower case, the port unless it is the default of https, and the path
   * as it stands. A redirect URI without a port has any port, so 80 is not left out there.
   */
  private static URI rebuilt(String scheme, URI uri) {
    if (uri.getRawUserInfo() != null) {
      throw invalid("it must have no user name");
    }
    if (uri.getHost() == null) {
      throw invalid("it must have a host name, of letters, digits, dots and hyphens");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw invalid("it must have neither query nor fragment");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65535) {
      throw invalid("its port must be between 1 and 65535");
    }
    boolean isDefault = scheme.equals("https") && uri.getPort() == KnownAuthorities.HTTPS;
    String port = uri.getPort() == -1 || isDefault ? "" : ":" + uri.getPort();
    return URI.create(scheme + "://" + Ascii.toLowerCase(uri.getHost()) + port + uri.getRawPath());
  }

  private static URI parse(String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) { // not as cause: its message quotes the whole value
      throw invalid("it is not a URL");
    }
  }

  private static String notZero(String id) {
    if (id.matches(ZERO)) {
      throw invalid("it is a placeholder; put the real value in its place");
    }
    return id;
  }

  static IllegalArgumentException invalid(String words) {
    return new IllegalArgumentException(words);
  }
}
