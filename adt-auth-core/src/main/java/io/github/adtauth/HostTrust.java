package io.github.adtauth;

import io.github.adtauth.internal.text.Redactor;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether credentials may be sent to an authority, and tokens to an endpoint: to a known
 * host, or to one that code or the process environment names. Whoever can write a settings file
 * could otherwise name a host of his own there and receive the application's secret or tokens.
 */
final class HostTrust {
  private HostTrust() {}

  /** Returns why no credential may be sent to the authority, or null if it may. */
  static @Nullable String authorityFault(
      @Nullable URI authority, DigitalTwinsConfig.Builder builder) {
    if (authority == null
        || KnownAuthorities.contains(authority)
        || isNamed(Setting.AUTHORITY_HOST, authority, builder)) {
      return null;
    }
    return fault(
        Setting.AUTHORITY_HOST,
        authority,
        builder,
        "it is not a known authority of Microsoft Entra ID, so no credential is sent to it",
        "cloud(…)");
  }

  /** Returns why no token may be sent to the endpoint, or null if it may. */
  static @Nullable String endpointFault(
      @Nullable URI endpoint, String scope, DigitalTwinsConfig.Builder builder) {
    boolean digitalTwins = KnownEndpoints.areGuardedBy(scope);
    if (endpoint == null
        || (digitalTwins && KnownEndpoints.contains(endpoint))
        || isNamed(Setting.ENDPOINT, endpoint, builder)) {
      return null;
    }
    return fault(
        Setting.ENDPOINT,
        endpoint,
        builder,
        (digitalTwins
                ? "it is not a host of Azure Digital Twins"
                : "the scope is one of another API than Azure Digital Twins, whose hosts are not"
                    + " known")
            + ", and only a settings file names it, so no token is sent to it",
        "endpoint(…)");
  }

  /** Checks the authority host that a settings file and its overlay name, if they name one. */
  static void requireTrustedAuthority(Path file) {
    DigitalTwinsConfig.Builder builder = DigitalTwinsConfig.builder();
    ConfigFile.readIfPresent(Objects.requireNonNull(file, "file"), builder);
    String authority = value(Setting.AUTHORITY_HOST, builder);
    if (!authority.isEmpty()) {
      require(authorityFault(read(Setting.AUTHORITY_HOST, builder), builder));
    }
  }

  /**
   * Checks the endpoint that a settings file and its overlay name, if they name one. A placeholder
   * names none: no settings are read from such a file.
   */
  static void requireTrustedEndpoint(Path file, @Nullable String named) {
    DigitalTwinsConfig.Builder builder = DigitalTwinsConfig.builder();
    if (named != null) {
      builder.endpoint(named);
    }
    ConfigFile.readIfPresent(Objects.requireNonNull(file, "file"), builder);
    String endpoint = value(Setting.ENDPOINT, builder);
    if (isFilledIn(endpoint)) {
      String scope = value(Setting.SCOPE, builder);
      require(
          endpointFault(
              read(Setting.ENDPOINT, builder),
              scope.isEmpty() ? Cloud.DIGITAL_TWINS_SCOPE : scope,
              builder));
    }
  }

  private static void require(@Nullable String fault) {
    if (fault != null) {
      throw new IllegalArgumentException(fault);
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
    return Placeholders.trimmed(Objects.requireNonNullElse(builder.value(setting), ""));
  }

  private static URI read(Setting setting, DigitalTwinsConfig.Builder builder) {
    return (URI) setting.read(value(setting, builder), builder.source(setting));
  }

  private static String fault(
      Setting setting, URI url, DigitalTwinsConfig.Builder builder, String reason, String method) {
    return setting.unfit(
        " '" + Redactor.redactSetting(url.toString()) + "'",
        builder.source(setting),
        reason
            + ". If it is right, name it in code (DigitalTwinsConfig.builder()."
            + method
            + ") or in the environment variable "
            + setting.variable
            + " too");
  }

  /** Returns whether code, an environment that it gave or that of the process names the host. */
  private static boolean isNamed(Setting setting, URI url, DigitalTwinsConfig.Builder builder) {
    List<String> named = new ArrayList<>(builder.named(setting));
    String variable = System.getenv(setting.variable);
    if (variable != null) {
      named.add(variable);
    }
    for (String value : named) {
      if (isSame(setting, url, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Setting setting, URI url, String value) {
    try {
      URI other = (URI) setting.read(value, setting.variable);
      return url.getHost().equals(other.getHost()) && port(url) == port(other);
    } catch (IllegalArgumentException e) { // it names nothing
      return false;
    }
  }

  private static int port(URI url) {
    return url.getPort() == -1 ? KnownAuthorities.HTTPS : url.getPort();
  }
}
