package io.github.adtauth.spring;

import java.util.Locale;
import java.util.Set;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Hides secrets in {@code /actuator/configprops} and {@code /actuator/env}, at any setting. */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class AdtAuthActuatorAutoConfiguration {
  /** In lower case and without dashes and underscores: a property and its variable are the same. */
  private static final Set<String> SECRETS =
      Set.of(
          "adtauth.credential.secret",
          "adtauth.credential.certificatepassword",
          "adtauth.store.keys",
          "adtauthcredentialsecret",
          "adtauthcredentialcertificatepassword",
          "adtauthstorekeys",
          "adtsealingkeys",
          "azureclientsecret",
          "azureclientcertificatepassword",
          "spring.cloud.azure.credential.clientsecret",
          "spring.cloud.azure.credential.clientcertificatepassword",
          "springcloudazurecredentialclientsecret",
          "springcloudazurecredentialclientcertificatepassword");

  /** Creates the configuration. */
  public AdtAuthActuatorAutoConfiguration() {}

  @Bean
  SanitizingFunction adtAuthSanitizingFunction() {
    return AdtAuthActuatorAutoConfiguration::sanitize;
  }

  private static SanitizableData sanitize(SanitizableData data) {
    String key = data.getKey().toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    return SECRETS.contains(key) ? data.withSanitizedValue() : data;
  }
}
