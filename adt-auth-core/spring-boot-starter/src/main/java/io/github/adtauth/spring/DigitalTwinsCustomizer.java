package io.github.adtauth.spring;

import io.github.adtauth.twins.DigitalTwins;

/**
 * Changes options of the auto-configured {@link DigitalTwins} that have no property, such as its
 * Gson. Declare beans of this type; they are called in their order. Must be thread-safe.
 */
@FunctionalInterface
public interface DigitalTwinsCustomizer {
  /** Changes the options. */
  void customize(DigitalTwins.Builder builder);
}
