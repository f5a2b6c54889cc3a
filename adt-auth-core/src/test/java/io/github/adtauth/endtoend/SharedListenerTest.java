package io.github.adtauth.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.TestKeys;
import io.github.adtauth.metrics.AuthMetrics;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the listener of {@code SignIn} is notified of calls too. */
class SharedListenerTest {
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";
  private static final String MFA = "{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}";

  private final ManualTime time = new ManualTime();
  private final LocalAzure azure = LocalAzure.builder().clock(time.clock()).start();
  private final FakeEntra entra = azure.entra();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AuthListener metrics = AuthMetrics.create(registry);
  private final DigitalTwins instance = builder().build();

  @AfterEach
  void stop() {
    instance.close();
    azure.close();
  }

  private DigitalTwinsConfig config(Registration app) {
    return DigitalTwinsConfig.builder()
        .clientId(app.clientId())
        .tenant(entra.tenantId())
        .endpoint(azure.endpoint())
        .build();
  }

  private DigitalTwins.Builder builder() {
    return DigitalTwins.builder(config(entra.daemon()))
        .httpClient(azure.httpClient())
        .timing(TestTiming.of(time));
  }

  private SignIn signIn(Registration app) {
    return SignIn.with(config(app))
        .httpClient(azure.httpClient())
        .timing(TestTiming.of(time))
        .listener(metrics);
  }

  private static void call(DigitalTwins instance, TokenProvider tokens) {
    Throwable unused =
        catchThrowable(() -> instance.client(tokens).getTwin("x", DigitalTwin.class));
  }

  private double count(String meter) {
    return registry.find(meter).counters().stream().mapToDouble(Counter::count).sum();
  }

  private TokenProvider service() {
    return signIn(entra.daemon()).service(ClientCredential.secret(entra.daemon().secret()));
  }

  @Test
  void providersOfSignIn_notifyListenerOfCalls() throws IOException {
    OnBehalfOf onBehalfOf =
        signIn(entra.webApi())
            .store(MemoryTokenStore.withMaximumBytes(1 << 20))
            .onBehalfOf(ClientCredential.secret(entra.webApi().secret()));
    String assertion = entra.assertionFor(entra.alice(), entra.webApi());
    UserSignIn users =
        signIn(entra.nativeApp()).browser(azure.browser().withUser(entra.alice())::visit);
    users.signIn();
    Map<String, TokenProvider> providers = new LinkedHashMap<>();
    providers.put("service", service());
    providers.put("on behalf of", onBehalfOf.forUser(assertion));
    providers.put("session", onBehalfOf.startSession(assertion));
    providers.put("user", users);
    providers.put("account", users.forAccount(users.accounts().get(0)));
    providers.put("chain", TokenProviders.firstOf(service()));
    double retries = 0;
    for (Map.Entry<String, TokenProvider> provider : providers.entrySet()) {
      AccessToken unused =
          provider.getValue().token(TokenRequest.of("https://digitaltwins.azure.net/.default"));
      azure.script(INSTANCE).next(Faults.status(503));
      call(instance, provider.getValue());
      assertThat(count("adt.auth.retries")).as(provider.getKey()).isEqualTo(++retries);
    }
  }

  @Test
  void challenge_isCounted() {
    azure.twins().challengeOnce(entra.daemon().servicePrincipalId(), MFA);
    call(instance, service());
    assertThat(count("adt.auth.challenges")).isEqualTo(1);
  }

  @Test
  void listenerOfInstance_isNotifiedInstead() {
    List<String> heard = new ArrayList<>();
    AuthListener own =
        new AuthListener() {
          @Override
          public void retrying(String host, int attempt, Duration wait, String reason) {
            heard.add(reason);
          }
        };
    try (DigitalTwins other = builder().listener(own).build();
        DigitalTwins same = builder().listener(metrics).build()) {
      azure.script(INSTANCE).next(Faults.status(503));
      call(other, service());
      assertThat(heard).containsExactly("503");
      assertThat(count("adt.auth.retries")).isZero();

      azure.script(INSTANCE).next(Faults.status(503));
      call(same, service());
      assertThat(count("adt.auth.retries")).isEqualTo(1);
    }
  }

  @Test
  void failingListener_doesNotFailCall() {
    TokenProvider service = service();
    TokenProvider failing =
        new TokenProvider() {
          @Override
          public AccessToken token(TokenRequest request) throws IOException {
            return service.token(request);
          }

          @Override
          public AuthListener listener() {
            throw new IllegalStateException("canary");
          }
        };
    azure.script(INSTANCE).next(Faults.status(503));
    Throwable failure =
        catchThrowable(() -> instance.client(failing).getTwin("x", DigitalTwin.class));
    assertThat(failure).isInstanceOf(io.github.adtauth.twins.NotFoundException.class);
  }

  @Test
  void certificateExpiry_followsReplacedFile(@TempDir Path folder) throws IOException {
    Instant now = time.clock().instant();
    HeldCertificate first = TestKeys.selfSigned("job", now, Duration.ofDays(90));
    HeldCertificate next = TestKeys.selfSigned("job", now, Duration.ofDays(300));
    entra.register(
        entra.daemon().toBuilder()
            .noSecrets()
            .certificate(first.keyPair().getPublic())
            .certificate(next.keyPair().getPublic())
            .build());
    Path file = Files.writeString(folder.resolve("job.pem"), TestKeys.pem(first));
    List<Instant> used = new ArrayList<>();
    TokenRequest twins = TokenRequest.of("https://digitaltwins.azure.net/.default");
    AuthListener recording =
        new AuthListener() {
          @Override
          public void certificateUsed(String credential, Instant notAfter) {
            used.add(notAfter);
          }
        };
    TokenProvider recorded =
        signIn(entra.daemon())
            .listener(AuthListener.all(metrics, recording))
            .service(ClientCredential.certificate(file));

    AccessToken unusedFirst = recorded.token(twins);
    TimeGauge gauge = registry.get("adt.auth.certificate.expiry").timeGauge();
    double before = gauge.value(TimeUnit.DAYS);
    Files.writeString(file, TestKeys.pem(next));
    time.advance(Duration.ofHours(2));
    AccessToken unusedNext = recorded.token(twins);

    assertThat(used).hasSize(2);
    assertThat(gauge.value(TimeUnit.DAYS) - before).isBetween(209.0, 211.0);
  }
}
