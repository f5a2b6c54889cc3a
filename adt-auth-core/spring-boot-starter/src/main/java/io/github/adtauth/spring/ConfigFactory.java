package io.github.adtauth.spring;

import static org.springframework.util.StringUtils.hasText;

import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.spring.IdentitySource.Names;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Creates the configuration from the properties. Stateless. */
final class ConfigFactory {
  private static final String ENDPOINT = "adt-auth.endpoint";
  private static final String ENDPOINT_VARIABLE = "ADT_ENDPOINT";

  private ConfigFactory() {}

  /**
   * Creates the configuration.
   *
   * @throws InvalidPropertyException if a property is missing or invalid; the message has a line
   *     for each invalid one
   */
  static DigitalTwinsConfig create(
      AdtAuthProperties properties, IdentitySource source, Environment environment) {
    Names names = source.names();
    String endpoint = properties.endpoint();
    String endpointName = ENDPOINT;
    if (!hasText(endpoint)) {
      endpoint = environment.getProperty(ENDPOINT_VARIABLE);
      endpointName = ENDPOINT_VARIABLE;
    }
    if (!hasText(endpoint)) {
      throw new InvalidPropertyException(
          ENDPOINT + " is missing.",
          "Set it to the host name of the Digital Twins instance, such as"
              + " https://contoso.api.weu.digitaltwins.azure.net.");
    }
    DigitalTwinsConfig.Builder builder =
        DigitalTwinsConfig.builder()
            .endpoint(endpoint)
            .callTimeout(positive(properties.timeouts().call(), "adt-auth.timeouts.call"))
            .tokenTimeout(positive(properties.timeouts().token(), "adt-auth.timeouts.token"));
    if (source.clientId() != null) {
      builder.clientId(source.clientId());
    }
    if (source.tenant() != null) {
      builder.tenant(source.tenant());
    }
    String authority = properties.authorityHost();
    String authorityName = Names.ADT_AUTH.authorityHost;
    if (!hasText(authority)) {
      authority = source.authorityHost();
      authorityName = names.authorityHost;
    }
    if (authority != null) {
      Cloud cloud = cloud(authority, authorityName);
      HostTrust.requireTrustedAuthority(cloud.authorityHost(), authorityName, environment);
      builder.cloud(cloud);
    }
    if (!properties.appIdUris().isEmpty()) {
      builder.appIdUri(String.join(" ", properties.appIdUris()));
    }
    if (source.credential().secret() != null) {
      builder.clientSecret(source.credential().secret());
    }
    Map<String, String> labels =
        Map.of(
            "Invalid Client ID",
            names.clientId,
            "Invalid Tenant",
            names.tenant,
            "Invalid Endpoint",
            endpointName,
            "Invalid App ID URI",
            "adt-auth.app-id-uris",
            "Invalid Client secret",
            names.secret());
    try {
      DigitalTwinsConfig config = builder.build();
      HostTrust.requireTrustedEndpoint(config.endpoint(), endpointName, environment);
      return config;
    } catch (IllegalArgumentException e) {
      // Don't chain the exception: it says that the values come from code.
      throw new InvalidPropertyException(
          withPropertyNames(String.valueOf(e.getMessage()), labels), "Correct the property.");
    }
  }

  private static Cloud cloud(String authorityHost, String property) {
    try {
      String url = authorityHost.contains("://") ? authorityHost : "https://" + authorityHost;
      return new Cloud(URI.create(url), Cloud.DIGITAL_TWINS_SCOPE);
    } catch (IllegalArgumentException e) {
      throw new InvalidPropertyException(
          property + " is not the base URL of an authority.",
          "Use https://login.microsoftonline.com, or that of another cloud, without a path.");
    }
  }

  private static Duration positive(Duration value, String property) {
    if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new InvalidPropertyException(
          property + " is " + value + ".", "Set a time from 1ms to 1d.");
    }
    return value;
  }

  /** Replaces the source {@code code} of each invalid value by the name of its property. */
  private static String withPropertyNames(String messages, Map<String, String> properties) {
    return messages
        .lines()
        .map(
            message -> {
              @Nullable String label =
                  properties.keySet().stream().filter(message::startsWith).findFirst().orElse(null);
              return label == null
                  ? message
                  : message.replace("(from code)", "(from " + properties.get(label) + ")");
            })
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
