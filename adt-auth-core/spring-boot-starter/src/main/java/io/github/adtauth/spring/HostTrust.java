package io.github.adtauth.spring;

import io.github.adtauth.Cloud;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

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

  /** Rejects an unknown endpoint that no trusted source names. */
  static void requireTrustedEndpoint(URI endpoint, String property, Environment environment) {
    String host = endpoint.getHost().toLowerCase(Locale.ROOT);
    boolean known =
        endpoint.getPort() == -1
            && !host.startsWith("xn--")
            && !host.contains(".xn--") // instance names are ASCII
            && INSTANCES.stream().anyMatch(host::endsWith);
    requireTrusted(known, property, "a host of Azure Digital Twins", environment);
  }

  /** Rejects an unknown authority that no trusted source names. */
  static void requireTrustedAuthority(URI authority, String property, Environment environment) {
    requireTrusted(
        AUTHORITIES.contains(authority.toString()),
        property,
        "a known authority of Microsoft Entra ID",
        environment);
  }

  private static void requireTrusted(
      boolean known, String property, String expected, Environment environment) {
    Optional<String> place = known ? Optional.empty() : untrustedPlace(property, environment);
    if (place.isPresent()) {
      throw new InvalidPropertyException(
          property
              + " (from "
              + place.get()
              + ") is not "
              + expected
              + ", and neither the application nor its environment names it.",
          "If it is correct, set it by the environment variable "
              + property.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT)
              + " or by an argument instead.");
    }
  }

  private static Optional<String> untrustedPlace(String property, Environment environment) {
    return environment instanceof ConfigurableEnvironment configurable
        ? PropertyTrust.untrustedPlace(property, configurable)
        : Optional.of("an unknown source");
  }
}
