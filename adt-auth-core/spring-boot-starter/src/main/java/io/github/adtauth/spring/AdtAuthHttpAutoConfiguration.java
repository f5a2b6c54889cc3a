package io.github.adtauth.spring;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration of the HTTP client of Entra ID and Digital Twins. */
@AutoConfiguration
@ConditionalOnClass(OkHttpClient.class)
public final class AdtAuthHttpAutoConfiguration {
  /** Creates the configuration. */
  public AdtAuthHttpAutoConfiguration() {}

  /** Creates the client, and closes it after the web server has completed its requests. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(OkHttpClient.class)
  static final class Client implements DisposableBean {
    /** The number of concurrent calls that need no new connection; OkHttp's default is 5. */
    private static final int CONNECTIONS = 64;

    private final OkHttpClient client;

    Client() {
      client =
          new OkHttpClient.Builder()
              .connectionPool(new ConnectionPool(CONNECTIONS, 5, TimeUnit.MINUTES))
              .build();
      client.dispatcher().setMaxRequestsPerHost(CONNECTIONS);
    }

    @Bean
    OkHttpClient adtAuthHttpClient() {
      return client;
    }

    /** Calls in flight may finish; new asynchronous calls are rejected. */
    @Override
    public void destroy() {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }
}
