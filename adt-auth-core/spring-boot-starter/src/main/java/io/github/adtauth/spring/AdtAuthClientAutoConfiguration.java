package io.github.adtauth.spring;

import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.util.List;
import okhttp3.OkHttpClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the on-behalf-of flow and of the Digital Twins instance. */
@AutoConfiguration(
    after = {
      AdtAuthAutoConfiguration.class,
      AdtAuthHttpAutoConfiguration.class,
      AdtAuthStoreAutoConfiguration.class,
      AdtAuthMetricsAutoConfiguration.class,
      AdtAuthObservationAutoConfiguration.class
    })
@ConditionalOnClass(OnBehalfOf.class)
public final class AdtAuthClientAutoConfiguration {
  /** Creates the configuration. */
  public AdtAuthClientAutoConfiguration() {}

  /** Every bean of the type {@link AuthListener} is notified. */
  @Bean
  @ConditionalOnMissingBean
  SignIn adtAuthSignIn(
      DigitalTwinsConfig config,
      OkHttpClient http,
      Timing timing,
      ObjectProvider<TokenStore> store,
      ObjectProvider<AuthListener> listeners,
      ObjectProvider<SignInCustomizer> customizers) {
    SignIn signIn =
        SignIn.with(config).httpClient(http).timing(timing).listener(listener(listeners));
    TokenStore sharedStore = store.getIfAvailable();
    if (sharedStore != null) {
      signIn = signIn.store(sharedStore);
    }
    for (SignInCustomizer customizer : customizers.orderedStream().toList()) {
      signIn = customizer.customize(signIn);
    }
    return signIn;
  }

  @Bean
  @ConditionalOnMissingBean
  OnBehalfOf adtAuthOnBehalfOf(SignIn signIn, ClientCredential credential) {
    return signIn.onBehalfOf(credential);
  }

  @Bean
  @ConditionalOnMissingBean
  DigitalTwins adtAuthDigitalTwins(
      DigitalTwinsConfig config,
      OkHttpClient http,
      Timing timing,
      ObjectProvider<AuthListener> listeners,
      ObjectProvider<CallInterceptor> interceptors,
      ObjectProvider<DigitalTwinsCustomizer> customizers) {
    OkHttpClient.Builder calls = http.newBuilder();
    interceptors.orderedStream().forEach(calls::addInterceptor);
    DigitalTwins.Builder builder =
        DigitalTwins.builder(config)
            .httpClient(calls.build())
            .timing(timing)
            .listener(listener(listeners));
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
    return builder.build();
  }

  /** Not a default candidate: a client of a user must never become one of the application. */
  @Bean(defaultCandidate = false)
  @ApplicationClient
  @ConditionalOnMissingBean(annotation = ApplicationClient.class)
  DigitalTwinsClient adtAuthApplicationClient(
      DigitalTwins instance, SignIn signIn, ClientCredential credential) {
    return instance.client(signIn.service(credential));
  }

  private static AuthListener listener(ObjectProvider<AuthListener> listeners) {
    List<AuthListener> all = listeners.orderedStream().toList();
    return AuthListener.all(all.toArray(AuthListener[]::new));
  }
}
