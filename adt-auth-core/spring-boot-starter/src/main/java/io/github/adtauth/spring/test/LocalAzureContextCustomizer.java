package io.github.adtauth.spring.test;

import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.Registration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/** Starts a {@link LocalAzure} with a context and closes it with the context. Immutable. */
final class LocalAzureContextCustomizer implements ContextCustomizer {
  /** Other credentials of the application; a blank value counts as not set. */
  private static final List<String> NOT_USED =
      List.of(
          "adt-auth.authority-host",
          "adt-auth.credential.certificate-file",
          "adt-auth.credential.ssl-bundle",
          "adt-auth.credential.federated-token-file",
          "adt-auth.credential.managed-identity",
          "spring.cloud.azure.credential.client-id");

  @Override
  public void customizeContext(
      ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
    LocalAzure azure = LocalAzure.start();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("localAzure", properties(azure)));
    DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
    beans.registerSingleton("localAzure", azure);
    beans.registerDisposableBean("localAzure", azure::close);
    beans.registerSingleton("localUsers", new LocalUsers(azure));
    beans.addBeanPostProcessor(new Router(azure));
  }

  private static Map<String, Object> properties(LocalAzure azure) {
    Registration api = azure.entra().webApi();
    Map<String, Object> properties = new HashMap<>();
    NOT_USED.forEach(name -> properties.put(name, ""));
    properties.put("adt-auth.client-id", api.clientId());
    properties.put("adt-auth.tenant", azure.entra().tenantId());
    properties.put("adt-auth.endpoint", azure.endpoint());
    properties.put("adt-auth.credential.secret", api.secret());
    properties.put("adt-auth.credential.environment", "false");
    return properties;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LocalAzureContextCustomizer;
  }

  @Override
  public int hashCode() {
    return LocalAzureContextCustomizer.class.hashCode();
  }

  /** Routes the clients of the application, which keep their other settings. */
  private record Router(LocalAzure azure) implements BeanPostProcessor {
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      return bean instanceof OkHttpClient client
          ? azure.configure(client.newBuilder()).build()
          : bean;
    }
  }
}
