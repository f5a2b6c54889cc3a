package io.github.adtauth.spring;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.CompositePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.util.SystemPropertyUtils;

/**
 * Finds where the value of a property comes from, in the order of Spring. A value with placeholders
 * comes from each property that it refers to, too. Not thread-safe.
 */
final class PropertyTrust {
  private final ConfigurableEnvironment environment;
  private final boolean attached;
  private final Set<String> untrusted = new LinkedHashSet<>();

  private PropertyTrust(ConfigurableEnvironment environment) {
    this.environment = environment;
    attached =
        environment.getPropertySources().stream()
            .anyMatch(ConfigurationPropertySources::isAttachedConfigurationPropertySource);
  }

  /** Returns the first place that is not trusted and contributes to the value of a property. */
  static Optional<String> untrustedPlace(String property, ConfigurableEnvironment environment) {
    PropertyTrust trust = new PropertyTrust(environment);
    String value = trust.read(property, true);
    if (value == null) {
      return Optional.of("an unknown source");
    }
    // Spring resolves placeholders with the same helper.
    new PropertyPlaceholderHelper(
            SystemPropertyUtils.PLACEHOLDER_PREFIX,
            SystemPropertyUtils.PLACEHOLDER_SUFFIX,
            SystemPropertyUtils.VALUE_SEPARATOR,
            SystemPropertyUtils.ESCAPE_CHARACTER,
            true)
        .replacePlaceholders(value, name -> trust.read(name, trust.attached));
    return trust.untrusted.stream().findFirst();
  }

  /** Returns the value of a property, or null. Notes its place if it is not trusted. */
  private @Nullable String read(String property, boolean relaxed) {
    ConfigurationPropertyName name =
        relaxed && ConfigurationPropertyName.isValid(property)
            ? ConfigurationPropertyName.of(property)
            : null;
    for (PropertySource<?> source : environment.getPropertySources()) {
      Found found =
          ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)
              ? null
              : find(source, property, name);
      if (found != null) {
        note(source, found, property, name);
        return String.valueOf(found.value());
      }
    }
    return null;
  }

  private void note(
      PropertySource<?> source,
      Found found,
      String property,
      @Nullable ConfigurationPropertyName name) {
    if (source instanceof CompositePropertySource composite) {
      // Which one is used depends on the spelling of the name, therefore all must be trusted.
      for (PropertySource<?> part : composite.getPropertySources()) {
        Found inside = find(part, property, name);
        if (inside != null) {
          note(part, inside, property, name);
        }
      }
    } else if (!TrustedSources.isTrusted(source, found.origin())) {
      untrusted.add(found.origin() == null ? source.getName() : found.origin().toString());
    }
  }

  private static @Nullable Found find(
      PropertySource<?> source, String property, @Nullable ConfigurationPropertyName name) {
    ConfigurationPropertySource relaxed =
        name == null ? null : ConfigurationPropertySource.from(source);
    ConfigurationProperty found =
        relaxed == null || name == null ? null : relaxed.getConfigurationProperty(name);
    if (found != null) {
      return new Found(found.getValue(), unwrap(found.getOrigin()));
    }
    Object value = source.getProperty(property);
    return value == null
        ? null
        : new Found(value, unwrap(OriginLookup.getOrigin(source, property)));
  }

  private static @Nullable Origin unwrap(@Nullable Origin origin) {
    return origin instanceof PropertySourceOrigin wrapper ? wrapper.getOrigin() : origin;
  }

  private record Found(Object value, @Nullable Origin origin) {}
}
