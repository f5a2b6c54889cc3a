package io.github.adtauth.spring;

import io.github.adtauth.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;

/**
 * Converts a property to a secret. A blank value counts as not set. Never throws, because Spring
 * would quote the value in the exception.
 */
@ConfigurationPropertiesBinding
final class SecretConverter implements Converter<String, @Nullable Secret> {
  @Override
  @SuppressWarnings("NullAway") // It does not read the type argument: a converter may return null.
  public @Nullable Secret convert(String source) {
    return source.isBlank() ? null : Secret.of(source);
  }
}
