package io.github.adtauth.spring;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import io.github.adtauth.credential.ClientCredential;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Auto-configuration of the settings and the credential of the application. */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(DigitalTwinsConfig.class)
@EnableConfigurationProperties(AdtAuthProperties.class)
public final class AdtAuthAutoConfiguration {
  /** Creates the configuration. */
  public AdtAuthAutoConfiguration() {}

  @Bean
  @ConfigurationPropertiesBinding
  static SecretConverter adtAuthSecretConverter() {
    return new SecretConverter();
  }

  @Bean
  @ConditionalOnMissingBean
  Timing adtAuthTiming() {
    return Timing.system();
  }

  @Bean
  @ConditionalOnMissingBean
  DigitalTwinsConfig adtAuthConfig(AdtAuthProperties properties, Environment environment) {
    IdentitySource source = IdentitySources.select(properties, environment);
    return ConfigFactory.create(properties, source, environment);
  }

  /** The credential of the properties, or else the client secret of the application's own bean. */
  @Bean
  @ConditionalOnMissingBean
  ClientCredential adtAuthCredential(
      DigitalTwinsConfig config,
      AdtAuthProperties properties,
      Environment environment,
      ObjectProvider<SslBundles> bundles) {
    CredentialFactory factory = new CredentialFactory(config, bundles.getIfAvailable());
    if (!CredentialKind.of(properties.credential()).isEmpty()) {
      return factory.create(properties.credential());
    }
    return config
        .findClientSecret()
        .map(ClientCredential::secret)
        .orElseGet(
            () ->
                factory.create(
                    IdentitySources.select(properties, environment)
                        .requireSameApplication(config)
                        .credential()));
  }
}
