package io.github.adtauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The form of each setting: what passes, and the sentence for what does not. */
final class SettingForm {
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?=.{4,253}$)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)+[a-zA-Z][a-zA-Z0-9-]{1,62}");
  private static final Pattern API_VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-preview)?");

  private SettingForm() {}

  static String clientId(String value) {
    if (!GUID.matcher(value).matches()) {
      throw new IllegalArgumentException("it must be a GUID");
    }
    return value.toLowerCase(Locale.ROOT);
  }

  static String tenant(String value) {
    String tenant = value.toLowerCase(Locale.ROOT);
    switch (tenant) {
      case "common", "organizations", "consumers" ->
          throw new IllegalArgumentException(
              "it must name one directory, because an instance accepts tokens of its own tenant"
                  + " only");
      default -> {
        if (!GUID.matcher(tenant).matches() && !DOMAIN.matcher(tenant).matches()) {
          throw new IllegalArgumentException("it must be a GUID or a domain name");
        }
        return tenant;
      }
    }
  }

  static URI endpoint(String value) {
    URI uri = https(value);
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("it must have neither query nor fragment");
    }
    return uri;
  }

  static URI authorityHost(String value) {
    URI uri = endpoint(value);
    if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
      throw new IllegalArgumentException(
          "it must have no path; the tenant is a setting of its own");
    }
    return URI.create("https://" + uri.getRawAuthority());
  }

  static URI redirectUri(String value) {
    URI uri = parse(value);
    if (!"http".equalsIgnoreCase(uri.getScheme()) || !"localhost".equals(uri.getHost())) {
      throw new IllegalArgumentException(
          "it must be http://localhost, where the browser hands the code to this program");
    }
    return uri;
  }

  static String scope(String value) {
    if (value.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("it must be one scope without spaces");
    }
    return value;
  }

  static String apiVersion(String value) {
    if (!API_VERSION.matcher(value).matches()) {
      throw new IllegalArgumentException("it must look like 2023-10-31");
    }
    return value;
  }

  private static URI https(String value) {
    URI uri = parse(value.contains("://") ? value : "https://" + value);
    if (!"https".equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("it must be https");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("it must have a host name and no user name");
    }
    return URI.create(
        "https://"
            + uri.getRawAuthority().toLowerCase(Locale.ROOT)
            + tail(uri.getRawPath(), "")
            + tail(uri.getRawQuery(), "?")
            + tail(uri.getRawFragment(), "#"));
  }

  private static String tail(@Nullable String part, String mark) {
    return part == null ? "" : mark + part;
  }

  private static URI parse(String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is not a URL", e);
    }
  }
}
