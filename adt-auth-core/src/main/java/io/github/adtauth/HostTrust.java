package io.github.adtauth;

import io.github.adtauth.internal.authority.EntraHosts;
import io.github.adtauth.internal.text.Redactor;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether credentials may be sent to an authority, and tokens to an endpoint. Trusted are
 * known hosts and those that code or the process environment names. Otherwise an attacker who can
 * write the settings file could receive the application's secret or tokens.
 */
final class HostTrust {
  private HostTrust() {}

  /** Returns the reason not to send a credential to the authority, or null. */
  static @Nullable String authorityError(
      @Nullable URI authority, DigitalTwinsConfig.Builder builder) {
    if (authority == null
        || EntraHosts.isKnown(authority)
        || isTrusted(Setting.AUTHORITY_HOST, authority, builder)) {
      return null;
    }
    return error(
        Setting.AUTHORITY_HOST,
        authority,
        builder,
        "is not a known authority of Microsoft Entra ID, so no credential is sent to it",
        "cloud(…)");
  }

  /** Returns the reason not to send a token to the endpoint, or null. */
  static @Nullable String endpointError(
      @Nullable URI endpoint, String scope, DigitalTwinsConfig.Builder builder) {
    boolean digitalTwins = KnownEndpoints.isDigitalTwinsScope(scope);
    if (endpoint == null
        || (digitalTwins && KnownEndpoints.contains(endpoint))
        || isTrusted(Setting.ENDPOINT, endpoint, builder)) {
      return null;
    }
    return error(
        Setting.ENDPOINT,
        endpoint,
        builder,
        (digitalTwins
                ? "is not a host of Azure Digital Twins"
                : "is not a known host of the API that the scope belongs to")
            + ", and only a settings file names it, so no token is sent to it",
        "endpoint(…)");
  }

  /** Checks the authority host of a settings file and its overlay, if they contain one. */
  static void requireTrustedAuthority(Path file) {
    DigitalTwinsConfig.Builder builder = DigitalTwinsConfig.builder();
    ConfigFile.readIfPresent(Objects.requireNonNull(file, "file"), builder);
    String authority = value(Setting.AUTHORITY_HOST, builder);
    if (!authority.isEmpty()) {
      throwIfPresent(authorityError(parse(Setting.AUTHORITY_HOST, builder), builder));
    }
  }

  /**
   * Checks the endpoint of a settings file and its overlay, if they contain one. A placeholder is
   * not an endpoint: no settings are read from such a file.
   */
  static void requireTrustedEndpoint(Path file, @Nullable String trustedEndpoint) {
    DigitalTwinsConfig.Builder builder = DigitalTwinsConfig.builder();
    if (trustedEndpoint != null) {
      builder.endpoint(trustedEndpoint);
    }
    ConfigFile.readIfPresent(Objects.requireNonNull(file, "file"), builder);
    String endpoint = value(Setting.ENDPOINT, builder);
    if (isFilledIn(endpoint)) {
      String scope = value(Setting.SCOPE, builder);
      throwIfPresent(
          endpointError(
              parse(Setting.ENDPOINT, builder),
              scope.isEmpty() ? Cloud.DIGITAL_TWINS_SCOPE : scope,
              builder));
    }
  }

  private static void throwIfPresent(@Nullable String error) {
    if (error != null) {
      throw new IllegalArgumentException(error);
    }
  }

  private static boolean isFilledIn(String value) {
    try {
      Placeholders.reject(value, false);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String value(Setting setting, DigitalTwinsConfig.Builder builder) {
    return Placeholders.trim(Objects.requireNonNullElse(builder.value(setting), ""));
  }

  private static URI parse(Setting setting, DigitalTwinsConfig.Builder builder) {
    return (URI) setting.parse(value(setting, builder), builder.source(setting));
  }

  private static String error(
      Setting setting, URI url, DigitalTwinsConfig.Builder builder, String reason, String method) {
    return setting.invalidMessage(
        " '" + Redactor.redactSetting(url.toString()) + "'",
        builder.source(setting),
        reason
            + ". If it is correct, also name it in code (DigitalTwinsConfig.builder()."
            + method
            + ") or in the environment variable "
            + setting.variable);
  }

  /** Returns whether code, or an environment that it passed or of the process, names the host. */
  private static boolean isTrusted(Setting setting, URI url, DigitalTwinsConfig.Builder builder) {
    List<String> trusted = new ArrayList<>(builder.trustedValues(setting));
    String variable = System.getenv(setting.variable);
    if (variable != null) {
      trusted.add(variable);
    }
    for (String value : trusted) {
      if (isSame(setting, url, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Setting setting, URI url, String value) {
    try {
      URI other = (URI) setting.parse(value, setting.variable);
      return url.getHost().equals(other.getHost()) && port(url) == port(other);
    } catch (IllegalArgumentException e) {
      // An invalid value does not name a host.
      return false;
    }
  }

  private static int port(URI url) {
    return url.getPort() == -1 ? EntraHosts.HTTPS : url.getPort();
  }
}
