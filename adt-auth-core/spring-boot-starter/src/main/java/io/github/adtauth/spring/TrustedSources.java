package io.github.adtauth.spring;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedResource;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePropertySource;

/**
 * The property sources that only the application and who starts it can write: the environment,
 * system properties, arguments, settings of the servlet container, resources of the class path, and
 * maps of code. Every other source is not trusted, such as a file or a remote service. Stateless.
 */
final class TrustedSources {
  private static final String CLASS_PATH = "class path resource [";

  /** Spring's name of a source whose format has no origins, such as XML. */
  private static final String CLASS_PATH_CONFIG = "Config resource '" + CLASS_PATH;

  /** Classes that are not visible, or not always on the class path. */
  private static final Set<String> TRUSTED_CLASSES =
      Set.of(
          "org.springframework.boot.support.SpringApplicationJsonEnvironmentPostProcessor"
              + "$JsonPropertySource",
          "org.springframework.jndi.JndiPropertySource",
          "org.springframework.test.context.support.DynamicValuesPropertySource",
          "org.springframework.web.context.support.ServletConfigPropertySource",
          "org.springframework.web.context.support.ServletContextPropertySource");

  private TrustedSources() {}

  /**
   * Returns whether a value of a source is trusted.
   *
   * @param source the source, which is not a composite
   * @param origin the origin of the value, or null if the source knows none
   */
  static boolean isTrusted(PropertySource<?> source, @Nullable Origin origin) {
    if (origin instanceof TextResourceOrigin text) {
      return isClassPath(text.getResource());
    }
    if (source instanceof ResourcePropertySource resource) {
      return resource.withResourceName().getName().startsWith(CLASS_PATH);
    }
    Class<?> type = source.getClass();
    if (type == PropertiesPropertySource.class) {
      // Other sources of this class are files that code has read.
      return source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    }
    return source instanceof SystemEnvironmentPropertySource
        || source instanceof CommandLinePropertySource
        || type == MapPropertySource.class
        || type == DefaultPropertiesPropertySource.class
        || TRUSTED_CLASSES.contains(type.getName())
        || (origin == null
            && type == OriginTrackedMapPropertySource.class
            && source.getName().startsWith(CLASS_PATH_CONFIG));
  }

  private static boolean isClassPath(@Nullable Resource resource) {
    Resource actual =
        resource instanceof OriginTrackedResource tracked ? tracked.getResource() : resource;
    return actual instanceof ClassPathResource;
  }
}
