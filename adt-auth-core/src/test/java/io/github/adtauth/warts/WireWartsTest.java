package io.github.adtauth.warts;

import static io.github.adtauth.warts.WartWorld.LOGIN;
import static io.github.adtauth.warts.WartWorld.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AuthListener;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.AssertionSigner;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.TestKeys;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults of MSAL4J's threads and network, by their numbers in the reference. */
class WireWartsTest {
  private static final String METADATA = "169.254.169.254";

  private final WartWorld world = new WartWorld();
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
    world.close();
  }

  @Test
  void w05_signerOfTheUsersOwnIsUsed_andNoRequestGoesOutWithoutProof() throws IOException {
    HeldCertificate own =
        TestKeys.selfSigned("hsm", world.time.clock().instant(), Duration.ofDays(90));
    world.entra.register(
        world.entra.daemon().toBuilder()
            .noSecrets()
            .certificate(own.keyPair().getPublic())
            .build());
    ClientCredential credential =
        ClientCredential.signer(
            new AssertionSigner() {
              @Override
              public byte[] sign(byte[] input) throws GeneralSecurityException {
                Signature signature = Signature.getInstance("SHA256withRSA");
                signature.initSign(own.keyPair().getPrivate());
                signature.update(input);
                return signature.sign();
              }

              @Override
              public String algorithm() {
                return "RS256";
              }
            },
            List.of(own.certificate()));
    world.signIn(world.entra.daemon()).service(credential).token(TWINS);
    assertThat(world.entra.requests().get(0).parameter("client_assertion")).isNotEmpty();
  }

  @Test
  void w23_tenantThatIsNone_isRefused_beforeItIsPutIntoAUrl() {
    for (String tenant : new String[] {"a/b", "contoso.com?x", "common/../other", "a b", "%2e"}) {
      assertThatIllegalArgumentException()
          .as(tenant)
          .isThrownBy(() -> DigitalTwinsConfig.builder().tenant(tenant).build());
    }
  }

  @Test
  void w24_hitsRunOnTheCallersThread() throws IOException {
    List<Thread> served = new ArrayList<>();
    TokenProvider service =
        world
            .signIn(world.entra.daemon())
            .listener(
                new AuthListener() {
                  @Override
                  public void tokenServed(String principal, boolean stale) {
                    served.add(Thread.currentThread());
                  }
                })
            .service(ClientCredential.secret(world.entra.daemon().secret()));
    for (int call = 0; call < 25; call++) {
      service.token(TWINS);
    }
    assertThat(served).hasSize(24).containsOnly(Thread.currentThread());
  }

  @Test
  void w25_callersWithoutATokenShareOneRequest() throws Exception {
    TokenProvider service = world.service();
    Callable<AccessToken> call = () -> service.token(TWINS);
    for (Future<AccessToken> response :
        callers.invokeAll(Stream.generate(() -> call).limit(32).toList())) {
      assertThat(response.get()).isNotNull();
    }
    assertThat(world.asked()).isEqualTo(1);
    assertThat(world.azure.requests(LOGIN)).as("no discovery either").hasSize(1);
  }

  @Test
  void w26_earlyRefreshThatFailsNeverTakesAValidTokenAway() throws Exception {
    TokenProvider service = world.service();
    AccessToken first = service.token(TWINS);
    world.azure.script(LOGIN).always(Faults.status(500));
    world.time.advance(Duration.ofMinutes(50));
    Callable<AccessToken> call = () -> service.token(TWINS);
    for (Future<AccessToken> response :
        callers.invokeAll(Stream.generate(() -> call).limit(2560).toList())) {
      assertThat(response.get()).isSameAs(first);
    }
  }

  @Test
  void w27_deviceCodeNeedsNoThreadOfItsOwn() {
    List<Thread> prompted = new ArrayList<>();
    world
        .signIn(world.entra.nativeApp())
        .deviceCode(
            prompt -> {
              prompted.add(Thread.currentThread());
              world.entra.approveDeviceCode(prompt.userCode(), world.entra.alice());
            })
        .signIn();
    assertThat(prompted).containsExactly(Thread.currentThread());
  }

  @Test
  void w28_cancelEndsTheWait() throws Exception {
    Gate gate = world.azure.script(LOGIN).hold(request -> true);
    TokenProvider service = world.service();
    List<Throwable> ended = new ArrayList<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                service.token(TWINS);
              } catch (IOException | RuntimeException e) {
                ended.add(e);
              }
            });
    caller.start();
    gate.awaitArrived();
    caller.interrupt();
    caller.join(10_000);
    assertThat(ended).singleElement().isInstanceOf(CallCanceledException.class);
    gate.release();
  }

  @Test
  void w31_tokenServiceThatNeverAnswersIsNotWaitedForForEver() {
    world.azure.script(LOGIN).always(Faults.stall());
    assertThatThrownBy(() -> world.service().token(TWINS))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("in time");
  }

  @Test
  void w32_throttling_outagesAndLostConnectionsAreRepeated_withGrowingJitteredWaits()
      throws IOException {
    for (MockResponse fault :
        List.of(Faults.throttled(1), Faults.status(503), Faults.status(408), Faults.disconnect())) {
      world.azure.script(LOGIN).next(fault);
      assertThat(world.service().token(TWINS)).isNotNull();
    }
    assertThat(world.time.sleeps()).isNotEmpty();
  }

  @Test
  void w33_identityEndpointThatIsBusyIsNotSleptBeforeForLong() {
    world.azure.script(METADATA).always(Faults.status(500));
    TokenProvider machine =
        SignIn.with(DigitalTwinsConfig.builder().tokenTimeout(Duration.ofSeconds(20)).build())
            .httpClient(world.azure.httpClient())
            .timing(TestTiming.of(world.time))
            .environment(Map.of())
            .managedIdentity();
    assertThatThrownBy(() -> machine.token(TWINS)).isInstanceOf(UnavailableException.class);
    Duration slept = world.time.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(slept).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void w34_retryAfterAsADateIsHonoured_andForgottenWhenItIsOver() throws IOException {
    world
        .azure
        .script(LOGIN)
        .next(
            new MockResponse.Builder()
                .code(429)
                .addHeader("Date", "Mon, 05 Jan 2026 08:00:00 GMT")
                .addHeader("Retry-After", "Mon, 05 Jan 2026 08:02:00 GMT")
                .build());
    TokenProvider service = world.service();
    assertThatThrownBy(() -> service.token(TWINS))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(2)));
    world.time.advance(Duration.ofSeconds(100));
    assertThatThrownBy(() -> service.token(TWINS)).isInstanceOf(UnavailableException.class);
    assertThat(world.azure.requests(LOGIN)).hasSize(1);
    world.time.advance(Duration.ofSeconds(30));
    assertThat(service.token(TWINS)).isNotNull();
  }

  @Test
  void w35_coldStartAsksTheTokenEndpointOnly() throws IOException {
    world.service().token(TWINS);
    assertThat(world.azure.requests(LOGIN))
        .singleElement()
        .satisfies(request -> assertThat(request.path()).endsWith("/oauth2/v2.0/token"));
  }

  @Test
  void w36_answerWithoutHeadersIsATypedError() {
    world.azure.script(LOGIN).always(Faults.status(200));
    assertThatThrownBy(() -> world.service().token(TWINS))
        .isInstanceOf(UnexpectedResponseException.class);
  }
}
