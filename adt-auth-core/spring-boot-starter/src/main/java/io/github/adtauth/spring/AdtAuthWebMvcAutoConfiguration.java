package io.github.adtauth.spring;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.AbstractOAuth2Token;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Auto-configuration of controllers: the client of the request's user, and error responses. */
@AutoConfiguration(after = AdtAuthClientAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(WebMvcConfigurer.class)
public final class AdtAuthWebMvcAutoConfiguration {
  /** Creates the configuration. */
  public AdtAuthWebMvcAutoConfiguration() {}

  @Bean
  @ConditionalOnBean(DigitalTwinsConfig.class)
  @ConditionalOnMissingBean
  ChallengeAdvice adtAuthChallengeAdvice(DigitalTwinsConfig config) {
    return new ChallengeAdvice(config);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({AbstractOAuth2Token.class, AbstractOAuth2TokenAuthenticationToken.class})
  @ConditionalOnBean({OnBehalfOf.class, DigitalTwins.class})
  static final class Arguments {
    Arguments() {}

    @Bean
    WebMvcConfigurer adtAuthArgumentConfigurer(
        OnBehalfOf onBehalfOf,
        DigitalTwins instance,
        @ApplicationClient ObjectProvider<DigitalTwinsClient> application) {
      ClientArgumentResolver resolver =
          new ClientArgumentResolver(onBehalfOf, instance, application::getObject);
      return new WebMvcConfigurer() {
        @Override
        public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
          resolvers.add(resolver);
        }
      };
    }
  }
}
