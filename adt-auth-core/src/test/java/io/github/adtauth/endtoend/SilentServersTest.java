package io.github.adtauth.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests servers that never respond, with deadlines, interruption and cancellation. */
class SilentServersTest {
  private static final String LOGIN = "login.microsoftonline.com";
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";

  private final LocalAzure azure = LocalAzure.start();

  @AfterEach
  void stop() {
    azure.close();
  }

  private DigitalTwinsConfig config(Duration callTimeout, Duration tokenTimeout) {
    return DigitalTwinsConfig.builder()
        .clientId(azure.entra().daemon().clientId())
        .tenant(azure.entra().tenantId())
        .endpoint(azure.endpoint())
        .callTimeout(callTimeout)
        .tokenTimeout(tokenTimeout)
        .build();
  }

  private TokenProvider job(DigitalTwinsConfig config) {
    return SignIn.with(config)
        .httpClient(azure.httpClient())
        .service(ClientCredential.secret(azure.entra().daemon().secret()));
  }

  @Test
  void silentTokenService_isTypedErrorWithinDeadline() {
    azure.script(LOGIN).always(Faults.stall());
    TokenProvider job = job(config(Duration.ofSeconds(60), Duration.ofMillis(200)));
    assertThatThrownBy(() -> job.token(TokenRequest.of("https://digitaltwins.azure.net/.default")))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void silentInstance_isTypedErrorWithinDeadline() {
    azure.script(INSTANCE).always(Faults.stall());
    DigitalTwinsConfig config = config(Duration.ofMillis(400), Duration.ofSeconds(30));
    try (DigitalTwins instance = DigitalTwins.at(config, azure.httpClient())) {
      assertThatThrownBy(() -> instance.client(job(config)).getTwin("x", DigitalTwin.class))
          .isInstanceOf(UnavailableException.class);
    }
  }

  @Test
  void deadline_includesTokenRequest() {
    azure.script(LOGIN).always(Faults.stall());
    DigitalTwinsConfig config = config(Duration.ofMillis(300), Duration.ofSeconds(20));
    try (DigitalTwins instance = DigitalTwins.at(config, azure.httpClient())) {
      assertThatThrownBy(() -> instance.client(job(config)).getTwin("x", DigitalTwin.class))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining(
              "Could not get twin 'x': no token was acquired within 300 ms. The instance was not"
                  + " called. The token service did not respond.");
    }
    assertThat(azure.requests(INSTANCE)).isEmpty();
  }

  /** The first token request times out before the deadline of the call. */
  @Test
  void silentTokenService_isNamedIfRetryIsCutShort() {
    azure.script(LOGIN).always(Faults.stall());
    DigitalTwinsConfig config = config(Duration.ofSeconds(3), Duration.ofSeconds(1));
    try (DigitalTwins instance = DigitalTwins.at(config, azure.httpClient())) {
      for (boolean async : new boolean[] {false, true}) {
        assertThatThrownBy(
                () -> {
                  DigitalTwinsClient twins = instance.client(job(config));
                  if (async) {
                    twins.async().getTwin("x", DigitalTwin.class).get();
                  } else {
                    twins.getTwin("x", DigitalTwin.class);
                  }
                })
            .hasStackTraceContaining("No response from the token service " + LOGIN + " in time")
            .message()
            .contains("token service " + LOGIN)
            .doesNotContain(INSTANCE);
      }
    }
    assertThat(azure.requests(INSTANCE)).isEmpty();
  }

  @Test
  void interruptedCaller_stopsWaitingForToken() throws Exception {
    DigitalTwinsConfig config = config(Duration.ofSeconds(60), Duration.ofSeconds(20));
    try (DigitalTwins instance = DigitalTwins.at(config, azure.httpClient());
        Gate gate = azure.script(LOGIN).hold(request -> true)) {
      TokenProvider job = job(config);
      CompletableFuture<Throwable> failure = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  instance.client(job).getTwin("x", DigitalTwin.class);
                } catch (RuntimeException e) {
                  failure.complete(e);
                }
              });
      caller.start();
      gate.awaitArrived();
      caller.interrupt();
      assertThat(failure.get()).isInstanceOf(CallCanceledException.class);
    }
  }

  @Test
  void canceledFuture_stopsWaitingForToken() throws Exception {
    DigitalTwinsConfig config = config(Duration.ofSeconds(60), Duration.ofSeconds(20));
    try (DigitalTwins instance = DigitalTwins.at(config, azure.httpClient());
        Gate gate = azure.script(LOGIN).hold(request -> true)) {
      CompletableFuture<DigitalTwin> canceled =
          instance.client(job(config)).async().getTwin("x", DigitalTwin.class);
      gate.awaitArrived();
      assertThat(canceled.cancel(true)).isTrue();
      assertThatThrownBy(canceled::get)
          .isInstanceOfAny(
              java.util.concurrent.CancellationException.class, ExecutionException.class);
    }
    assertThat(azure.requests(INSTANCE)).isEmpty();
  }
}
