package io.github.adtauth.spring;

import io.github.adtauth.Timing;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Auto-configuration of the health of the token service and the store. */
@AutoConfiguration(
    after = AdtAuthClientAutoConfiguration.class,
    beforeName =
        "org.springframework.boot.health.autoconfigure.actuate.endpoint"
            + ".HealthEndpointAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(OnBehalfOf.class)
public final class AdtAuthHealthAutoConfiguration {
  private static final String ORDER = "management.endpoint.health.status.order";
  private static final String[] DEFAULT_ORDER = {
    "DOWN", "OUT_OF_SERVICE", "DEGRADED", "UP", "UNKNOWN"
  };

  /** Creates the configuration. */
  public AdtAuthHealthAutoConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnEnabledHealthIndicator("adt-auth")
  static final class Indicator {
    Indicator() {}

    @Bean
    @ConditionalOnMissingBean(name = "adtAuthHealthIndicator")
    HealthIndicator adtAuthHealthIndicator(OnBehalfOf onBehalfOf, Timing timing) {
      return new OnBehalfOfHealthIndicator(onBehalfOf, timing);
    }

    /**
     * Inserts the status {@code DEGRADED}, which Spring Boot does not know and would ignore. The
     * application stays in service (200), because users with a token can go on.
     */
    @Bean
    @ConditionalOnMissingBean
    StatusAggregator adtAuthStatusAggregator(Environment environment) {
      return new OrderedStatusAggregator(
          environment.getProperty(ORDER, String[].class, DEFAULT_ORDER));
    }
  }
}
