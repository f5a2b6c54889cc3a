package io.github.adtauth.spring;

import io.github.adtauth.Cloud;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.OriginTrackedResource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/**
 * Decides whether tokens may be sent to an endpoint, and the credential to an authority. Trusted
 * are known hosts, and those that the application, its arguments or the environment name. Otherwise
 * an attacker who can write a settings file beside the application could receive its secret.
 * Stateless.
 */
final class HostTrust {
  private static final List<String> INSTANCES =
      List.of(".digitaltwins.azure.net", ".digitaltwins.azure.us");
  private static final List<String> AUTHORITIES =
      List.of(
          Cloud.PUBLIC.authorityHost().toString(),
          Cloud.US_GOVERNMENT.authorityHost().toString(),
          "https://login.partner.microsoftonline.cn");

  private HostTrust() {}

  /** Rejects an unknown endpoint that only a settings file names. */
  static void requireTrustedEndpoint(URI endpoint, String property, Environment environment) {
    String host = endpoint.getHost().toLowerCase(Locale.ROOT);
    boolean known =
        endpoint.getPort() == -1
            && !host.startsWith("xn--")
            && !host.contains(".xn--") // instance names are ASCII
            && INSTANCES.stream().anyMatch(host::endsWith);
    requireTrusted(known, property, "a host of Azure Digital Twins", environment);
  }

  /** Rejects an unknown authority that only a settings file names. */
  static void requireTrustedAuthority(URI authority, String property, Environment environment) {
    requireTrusted(
        AUTHORITIES.contains(authority.toString()),
        property,
        "a known authority of Microsoft Entra ID",
        environment);
  }

  private static void requireTrusted(
      boolean known, String property, String expected, Environment environment) {
    Origin origin = known ? null : origin(property, environment);
    if (origin instanceof TextResourceOrigin text && isOutside(text.getResource())) {
      throw new InvalidPropertyException(
          property + " (from " + origin + ") is not " + expected + ", and only a file names it.",
          "If it is correct, set it by the environment variable "
              + property.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT)
              + " or by an argument instead.");
    }
  }

  private static @Nullable Origin origin(String property, Environment environment) {
    if (environment instanceof ConfigurableEnvironment configurable) {
      for (PropertySource<?> source : configurable.getPropertySources()) {
        if (source.containsProperty(property)) {
          Origin origin = OriginLookup.getOrigin(source, property);
          return origin instanceof PropertySourceOrigin wrapper ? wrapper.getOrigin() : origin;
        }
      }
    }
    return null;
  }

  /** Returns whether a resource is not a part of the application. */
  private static boolean isOutside(@Nullable Resource resource) {
    Resource actual =
        resource instanceof OriginTrackedResource tracked ? tracked.getResource() : resource;
    return actual != null && !(actual instanceof ClassPathResource);
  }
}
