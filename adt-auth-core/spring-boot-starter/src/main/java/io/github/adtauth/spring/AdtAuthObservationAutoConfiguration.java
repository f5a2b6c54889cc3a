package io.github.adtauth.spring;

import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration of observations, and of the context on the threads of token requests. */
@AutoConfiguration(
    afterName =
        "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
public final class AdtAuthObservationAutoConfiguration {
  /** Creates the configuration. */
  public AdtAuthObservationAutoConfiguration() {}

  @Bean
  @ConditionalOnBean(ObservationRegistry.class)
  @ConditionalOnMissingBean
  TokenObservations adtAuthTokenObservations(ObservationRegistry registry) {
    return new TokenObservations(registry);
  }

  @Bean
  @ConditionalOnBean(TokenObservations.class)
  SignInCustomizer adtAuthTokenObservationCustomizer(
      TokenObservations observations, ObjectProvider<ContextCarrier> context) {
    ContextCarrier carrier = context.getIfAvailable(() -> task -> task);
    return signIn -> signIn.taskDecorator(task -> carrier.carry(observations.observe(task)));
  }

  @Bean
  @ConditionalOnBean(ObservationRegistry.class)
  @ConditionalOnMissingBean
  CallObservations adtAuthCallObservations(ObservationRegistry registry) {
    return new CallObservations(registry);
  }

  /** Carries what the application has registered with Context Propagation, such as the MDC. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ContextSnapshotFactory.class)
  static final class Context {
    Context() {}

    @Bean
    @ConditionalOnMissingBean
    ContextCarrier adtAuthContextCarrier() {
      ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();
      return task -> snapshots.captureAll().wrap(task);
    }
  }

  /** Carries the context of the calling thread to the thread that runs a task. */
  interface ContextCarrier {
    Runnable carry(Runnable task);
  }
}
