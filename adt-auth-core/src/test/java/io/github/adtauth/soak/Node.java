package io.github.adtauth.soak;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** One process of the web API: its clock, its connections, its store, its caches. */
final class Node implements AutoCloseable {
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /** How a node opens its store. */
  interface StoreOfNode {
    TokenStore open(Timing timing) throws IOException;
  }

  /** The youngest token that the instance saw of a user, and the inbound token behind it. */
  record Held(String assertion, long issued, long expires) {}

  final String name;
  final JumpingClock clock = new JumpingClock();
  final Wires wires;
  private final OkHttpClient http;
  private final DigitalTwins instance;
  private final OnBehalfOf onBehalfOf;
  private final Map<Integer, Held> held = new ConcurrentHashMap<>();

  Node(String name, LocalAzure azure, StoreOfNode store) throws IOException {
    this.name = name;
    wires = new Wires(azure);
    http = wires.client();
    Timing system = Timing.system();
    Timing timing = new Timing(clock, system.ticker(), system.jitter(), system.sleeper());
    Registration webApi = azure.entra().webApi();
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(webApi.clientId())
            .tenant(azure.entra().tenantId())
            .endpoint(azure.endpoint())
            .callTimeout(CALL_TIMEOUT)
            .tokenTimeout(Duration.ofSeconds(5))
            .build();
    instance = DigitalTwins.builder(config).httpClient(http).timing(timing).build();
    onBehalfOf =
        SignIn.with(config)
            .httpClient(http)
            .timing(timing)
            .store(store.open(timing))
            .onBehalfOf(ClientCredential.secret(webApi.secret()));
  }

  DigitalTwinsClient as(String assertion) {
    TokenProvider user = onBehalfOf.forUser(assertion);
    return instance.client(user);
  }

  void saw(int user, Held seen) {
    BiFunction<Held, Held, Held> younger = (a, b) -> a.issued() > b.issued() ? a : b;
    held.merge(user, seen, younger);
  }

  @Nullable Held held(int user) {
    return held.get(user);
  }

  @Override
  public void close() {
    instance.close();
    wires.close();
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }
}
