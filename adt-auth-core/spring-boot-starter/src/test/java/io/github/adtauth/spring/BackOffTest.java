package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.metrics.AuthMetrics;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/** The beans of the application take precedence, and each part of Spring is optional. */
class BackOffTest {
  private final WebApplicationContextRunner runner =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  Stream.concat(
                          Stream.of(SslAutoConfiguration.class, DataRedisAutoConfiguration.class),
                          starter())
                      .toArray(Class<?>[]::new)))
          .withPropertyValues(
              "adt-auth.client-id=11111111-2222-3333-4444-555555555555",
              "adt-auth.tenant=66666666-7777-8888-9999-000000000001",
              "adt-auth.endpoint=contoso.api.weu.digitaltwins.azure.net",
              "adt-auth.credential.secret=hunter2~hunter2");

  private static Stream<Class<?>> starter() {
    return ImportCandidates.load(
            org.springframework.boot.autoconfigure.AutoConfiguration.class,
            BackOffTest.class.getClassLoader())
        .getCandidates()
        .stream()
        .filter(name -> name.startsWith("io.github.adtauth"))
        .map(name -> org.springframework.util.ClassUtils.resolveClassName(name, null));
  }

  @Test
  void defaults_areComplete() {
    runner.run(
        context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(DigitalTwinsConfig.class)
                .hasSingleBean(ClientCredential.class)
                .hasSingleBean(OkHttpClient.class)
                .hasSingleBean(SignIn.class)
                .hasSingleBean(OnBehalfOf.class)
                .hasSingleBean(DigitalTwins.class)
                .hasSingleBean(JwtDecoder.class)
                .hasSingleBean(ChallengeAdvice.class)
                .hasSingleBean(StatusAggregator.class)
                .hasBean("adtAuthHealthIndicator"));
  }

  @Test
  void beansOfTheApplication_replaceDefaults() {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId("11111111-2222-3333-4444-555555555556")
            .tenant("contoso.com")
            .endpoint("fabrikam.api.weu.digitaltwins.azure.net")
            .build();
    OkHttpClient http = new OkHttpClient();
    ClientCredential credential = ClientCredential.secret("another~secret");
    OnBehalfOf onBehalfOf = SignIn.with(config).onBehalfOf(credential);
    StatusAggregator aggregator = statuses -> statuses.iterator().next();
    runner
        .withBean(DigitalTwinsConfig.class, () -> config)
        .withBean(OkHttpClient.class, () -> http)
        .withBean(ClientCredential.class, () -> credential)
        .withBean(OnBehalfOf.class, () -> onBehalfOf)
        .withBean(Timing.class, Timing::system)
        .withBean(StatusAggregator.class, () -> aggregator)
        .withBean(TokenStore.class, () -> MemoryTokenStore.withMaximumBytes(64 << 20))
        .run(
            context -> {
              assertThat(context.getBean(DigitalTwinsConfig.class)).isSameAs(config);
              assertThat(context.getBean(OkHttpClient.class)).isSameAs(http);
              assertThat(context.getBean(ClientCredential.class)).isSameAs(credential);
              assertThat(context.getBean(OnBehalfOf.class)).isSameAs(onBehalfOf);
              assertThat(context.getBean(StatusAggregator.class)).isSameAs(aggregator);
              assertThat(context).hasSingleBean(TokenStore.class).hasSingleBean(Timing.class);
              assertThat(context.getBean(DigitalTwins.class).toString()).contains("fabrikam");
            });
  }

  @Test
  void closedContext_closesItsClientOnly() {
    OkHttpClient[] clients = new OkHttpClient[2];
    runner.run(context -> clients[0] = context.getBean(OkHttpClient.class));
    assertThat(clients[0].dispatcher().executorService().isShutdown()).isTrue();
    OkHttpClient http = new OkHttpClient();
    runner
        .withBean(OkHttpClient.class, () -> http)
        .run(context -> clients[1] = context.getBean(OkHttpClient.class));
    assertThat(clients[1].dispatcher().executorService().isShutdown()).isFalse();
  }

  @Test
  void customizers_areCalled() {
    AtomicInteger called = new AtomicInteger();
    runner
        .withBean(
            SignInCustomizer.class,
            () ->
                signIn -> {
                  called.incrementAndGet();
                  return signIn.signOutCheckInterval(Duration.ofSeconds(5));
                })
        .withBean(
            DigitalTwinsCustomizer.class,
            () ->
                builder -> {
                  called.incrementAndGet();
                  builder.maxResponseBytes(1 << 20);
                })
        .run(context -> assertThat(called).hasValue(2));
  }

  /** A client that calls as the application must not be injected by accident. */
  @Test
  void applicationClient_requiresQualifier() {
    runner
        .withUserConfiguration(Unqualified.class)
        .run(
            context ->
                assertThat(context.getBean(Unqualified.class).client.getIfAvailable()).isNull());
    runner
        .withUserConfiguration(Qualified.class)
        .run(context -> assertThat(context.getBean(Qualified.class).client).isNotNull());
  }

  static class Unqualified {
    final ObjectProvider<DigitalTwinsClient> client;

    Unqualified(ObjectProvider<DigitalTwinsClient> client) {
      this.client = client;
    }
  }

  static class Qualified {
    final DigitalTwinsClient client;

    Qualified(@ApplicationClient DigitalTwinsClient client) {
      this.client = client;
    }
  }

  @Test
  void jwtDecoder_backsOff() {
    for (String property :
        new String[] {
          "jwt.issuer-uri=https://issuer.example",
          "jwt.jwk-set-uri=https://issuer.example/keys",
          "jwt.public-key-location=classpath:key.pem",
          "opaquetoken.introspection-uri=https://issuer.example/introspect"
        }) {
      runner
          .withPropertyValues("spring.security.oauth2.resourceserver." + property)
          .run(context -> assertThat(context).as(property).doesNotHaveBean(JwtDecoder.class));
    }
    JwtDecoder decoder =
        token -> {
          throw new BadJwtException("not expected");
        };
    runner
        .withBean(JwtDecoder.class, () -> decoder)
        .run(context -> assertThat(context.getBean(JwtDecoder.class)).isSameAs(decoder));
    OpaqueTokenIntrospector introspector =
        token -> {
          throw new BadOpaqueTokenException("not expected");
        };
    runner
        .withBean(OpaqueTokenIntrospector.class, () -> introspector)
        .run(context -> assertThat(context).doesNotHaveBean(JwtDecoder.class));
  }

  /** Spring Boot creates no decoder for it. */
  @Test
  void blankProperty_configuresNoDecoder() {
    runner
        .withPropertyValues("spring.security.oauth2.resourceserver.jwt.issuer-uri=")
        .run(context -> assertThat(context).hasSingleBean(JwtDecoder.class));
  }

  @Test
  void missingParts_areSkipped() {
    for (String[] missing :
        new String[][] {
          {"org.springframework.security"},
          {"org.springframework.web.servlet"},
          {"org.springframework.boot.health"},
          {"org.springframework.boot.actuate"},
          {"org.springframework.data"},
          {"io.micrometer"},
          {"io.micrometer.context"},
          {"io.github.adtauth.testkit", "org.springframework.test"},
          {"com.nimbusds"}
        }) {
      runner
          .withClassLoader(new FilteredClassLoader(missing))
          .run(
              context ->
                  assertThat(context)
                      .as(missing[0])
                      .hasNotFailed()
                      .hasSingleBean(OnBehalfOf.class));
    }
  }

  @Test
  void listeners_areAllNotified() {
    runner
        .withBean(
            io.micrometer.core.instrument.MeterRegistry.class,
            io.micrometer.core.instrument.simple.SimpleMeterRegistry::new)
        .withBean(AuthListener.class, () -> AuthListener.NONE)
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(AuthMetrics.class)
                    .getBeans(AuthListener.class)
                    .hasSize(2));
  }

  @Test
  void store_isChosenByProperty() {
    runner.run(
        context -> assertThat(context.getBeanProvider(TokenStore.class).getIfAvailable()).isNull());
    runner
        .withPropertyValues("adt-auth.store.type=memory")
        .run(
            context ->
                assertThat(context.getBean(TokenStore.class)).isInstanceOf(MemoryTokenStore.class));
    runner
        .withPropertyValues("adt-auth.store.type=redis", "adt-auth.store.keys=k1:" + key())
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(TokenStore.class));
  }

  @Test
  void invalidStore_isRejectedByName() {
    assertFailure("adt-auth.store.keys is missing", "adt-auth.store.type=redis");
    assertFailure(
        "adt-auth.store.keys is invalid: key 1 of the ring must have 32 bytes",
        "adt-auth.store.type=redis",
        "adt-auth.store.keys=k1:c2VjcmV0");
    assertFailure(
        "ADT_SEALING_KEYS is invalid: key 1",
        "adt-auth.store.type=redis",
        "ADT_SEALING_KEYS=c2VjcmV0");
    assertFailure(
        "adt-auth.store.timeout is PT0S",
        "adt-auth.store.type=redis",
        "adt-auth.store.timeout=0s",
        "adt-auth.store.keys=k1:" + key());
    assertFailure(
        "adt-auth.store.max-size is 1B",
        "adt-auth.store.type=memory",
        "adt-auth.store.max-size=1B");
    runner
        .withPropertyValues("adt-auth.store.type=redis")
        .withClassLoader(new FilteredClassLoader("org.springframework.data"))
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("spring-boot-starter-data-redis"));
    new WebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(starter().toArray(Class<?>[]::new)))
        .withPropertyValues(
            "adt-auth.client-id=11111111-2222-3333-4444-555555555555",
            "adt-auth.tenant=66666666-7777-8888-9999-000000000001",
            "adt-auth.endpoint=contoso.api.weu.digitaltwins.azure.net",
            "adt-auth.credential.secret=hunter2~hunter2",
            "adt-auth.store.type=redis")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("spring.data.redis.host"));
  }

  private static String key() {
    return java.util.Base64.getEncoder().encodeToString(new byte[32]);
  }

  private void assertFailure(String expected, String... properties) {
    runner
        .withPropertyValues(properties)
        .run(
            context -> {
              assertThat(context).hasFailed();
              var analysis = new AdtAuthFailureAnalyzer().analyze(context.getStartupFailure());
              assertThat(analysis.getDescription()).contains(expected).doesNotContain("c2VjcmV0");
              assertThat(context.getStartupFailure().toString()).doesNotContain("c2VjcmV0");
            });
  }
}
