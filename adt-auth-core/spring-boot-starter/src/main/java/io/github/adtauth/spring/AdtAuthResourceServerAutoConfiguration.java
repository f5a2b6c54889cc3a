package io.github.adtauth.spring;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import java.util.List;
import okhttp3.OkHttpClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration of the validation of inbound tokens. Spring Boot then secures all paths. Backs
 * off if the application or {@code spring.security.oauth2.resourceserver.*} configures a
 * validation.
 */
@AutoConfiguration(
    after = {AdtAuthAutoConfiguration.class, AdtAuthHttpAutoConfiguration.class},
    // The name in Spring Boot 4.0, and in 4.1.
    beforeName = {
      "org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet"
          + ".OAuth2ResourceServerAutoConfiguration",
      "org.springframework.boot.security.oauth2.server.resource.autoconfigure"
          + ".OAuth2ResourceServerAutoConfiguration"
    })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({BearerTokenError.class, JwtDecoder.class})
@Conditional(AdtAuthResourceServerAutoConfiguration.NotConfiguredByProperty.class)
public final class AdtAuthResourceServerAutoConfiguration {
  /** Creates the configuration. */
  public AdtAuthResourceServerAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean({JwtDecoder.class, OpaqueTokenIntrospector.class})
  JwtDecoder adtAuthJwtDecoder(DigitalTwinsConfig config, OkHttpClient http, Timing timing) {
    return new EntraJwtDecoder(config, http, timing);
  }

  /**
   * Matches unless a property of Spring Security names an issuer, keys or an introspection. A blank
   * property does not: Spring Boot validates nothing then.
   */
  static final class NotConfiguredByProperty implements Condition {
    private static final List<String> NAMES =
        List.of(
            "jwt.issuer-uri",
            "jwt.jwk-set-uri",
            "jwt.public-key-location",
            "opaquetoken.introspection-uri");

    NotConfiguredByProperty() {}

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      Environment environment = context.getEnvironment();
      return NAMES.stream()
          .map(name -> environment.getProperty("spring.security.oauth2.resourceserver." + name))
          .noneMatch(StringUtils::hasText);
    }
  }
}
