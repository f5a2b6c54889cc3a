package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AdtException;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.LocalAzureExtension;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Observations of calls and token requests, and the context on the threads of token requests. */
@ExtendWith(LocalAzureExtension.class)
class ObservationsTest {
  private static final ThreadLocal<String> REQUEST_ID = new ThreadLocal<>();

  private final List<Observation.Context> stopped = new ArrayList<>();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final ObservationRegistry registry = ObservationRegistry.create();
  private final LocalAzure azure;
  private final ApplicationContextRunner runner;

  ObservationsTest(LocalAzure azure) {
    this.azure = azure;
    Building.addTo(azure);
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<>() {
              @Override
              public void onScopeOpened(Observation.Context context) {
                seen.add(context.getName() + " " + REQUEST_ID.get());
              }

              @Override
              public void onStop(Observation.Context context) {
                synchronized (stopped) {
                  stopped.add(context);
                  stopped.notifyAll();
                }
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return true;
              }
            });
    Registration daemon = azure.entra().daemon();
    runner =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    AdtAuthAutoConfiguration.class,
                    AdtAuthStoreAutoConfiguration.class,
                    AdtAuthObservationAutoConfiguration.class,
                    AdtAuthClientAutoConfiguration.class))
            .withBean(OkHttpClient.class, azure::httpClient)
            .withBean(ObservationRegistry.class, () -> registry)
            .withPropertyValues(
                "adt-auth.client-id=" + daemon.clientId(),
                "adt-auth.tenant=" + azure.entra().tenantId(),
                "adt-auth.endpoint=" + azure.endpoint(),
                "adt-auth.credential.secret=" + daemon.secret());
  }

  @Test
  void observations_areNested_withLowCardinality() {
    runner.run(
        context -> {
          DigitalTwinsClient twins =
              context.getBean("adtAuthApplicationClient", DigitalTwinsClient.class);
          Observation.createNotStarted("request", registry)
              .observe(() -> twins.getTwin("room-1", DigitalTwin.class));
          Observation.Context token = stopped("adt.auth.token");
          Observation.Context call = stopped("adt.twins.call");
          assertThat(call.getParentObservation().getContextView().getName()).isEqualTo("request");
          assertThat(token.getParentObservation().getContextView().getName())
              .isEqualTo("adt.twins.call");
          assertThat(keys(token))
              .containsExactlyInAnyOrder("principal=application", "outcome=success");
          assertThat(keys(call))
              .containsExactlyInAnyOrder(
                  "operation=DigitalTwins_GetById",
                  "route=/digitaltwins/{id}",
                  "method=GET",
                  "status=200",
                  "exception=none");
        });
  }

  @Test
  void failures_areRecorded() {
    Registration daemon = azure.entra().daemon();
    azure.entra().register(daemon.toBuilder().noSecrets().build());
    try {
      runner.run(
          context -> {
            DigitalTwinsClient twins =
                context.getBean("adtAuthApplicationClient", DigitalTwinsClient.class);
            assertThatThrownBy(() -> twins.getTwin("room-1", DigitalTwin.class))
                .isInstanceOf(AdtException.class);
            assertThat(keys(stopped("adt.auth.token"))).contains("outcome=error");
            assertThat(stopped("adt.auth.token").getError()).isNotNull();
            assertThat(keys(stopped("adt.twins.call")))
                .contains("status=none")
                .doesNotContain("exception=none");
          });
    } finally {
      azure.entra().register(daemon);
    }
  }

  @Test
  void context_isCarriedToThreadOfTokenRequest() {
    ContextRegistry.getInstance().registerThreadLocalAccessor("request-id", REQUEST_ID);
    REQUEST_ID.set("r-1");
    try {
      runner.run(
          context ->
              context
                  .getBean("adtAuthApplicationClient", DigitalTwinsClient.class)
                  .getTwin("room-1", DigitalTwin.class));
    } finally {
      REQUEST_ID.remove();
      ContextRegistry.getInstance().removeThreadLocalAccessor("request-id");
    }
    assertThat(seen).contains("adt.auth.token r-1", "adt.twins.call r-1");
  }

  /** Waits, because a token request ends after its caller has the token. */
  private Observation.Context stopped(String name) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    synchronized (stopped) {
      while (true) {
        for (Observation.Context context : stopped) {
          if (name.equals(context.getName())) {
            return context;
          }
        }
        long remaining = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        assertThat(remaining).as("time until %s stops", name).isPositive();
        stopped.wait(remaining);
      }
    }
  }

  private static List<String> keys(Observation.Context context) {
    return context.getLowCardinalityKeyValues().stream()
        .map(key -> key.getKey() + "=" + key.getValue())
        .toList();
  }
}
