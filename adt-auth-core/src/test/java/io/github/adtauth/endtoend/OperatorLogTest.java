package io.github.adtauth.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the log messages for tokens and calls. */
class OperatorLogTest {
  private static final String LOGIN = "login.microsoftonline.com";
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";
  private static final TokenRequest TWINS =
      TokenRequest.of("https://digitaltwins.azure.net/.default");
  private static final String MFA = "{\"access_token\":{\"acrs\":{\"value\":\"c1-canary\"}}}";
  private static final String GUID = "\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";

  @TempDir Path folder;
  private final ManualTime time = new ManualTime();
  private final LocalAzure azure = LocalAzure.builder().clock(time.clock()).start();
  private final FakeEntra entra = azure.entra();
  private final LogLines log = new LogLines();
  private DigitalTwins instance;

  @BeforeEach
  void open() {
    instance =
        DigitalTwins.builder(config(entra.daemon()))
            .httpClient(azure.httpClient())
            .timing(TestTiming.of(time))
            .build();
  }

  @AfterEach
  void close() {
    log.close();
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

  private SignIn signIn(Registration app) {
    return SignIn.with(config(app))
        .httpClient(azure.httpClient())
        .timing(TestTiming.of(time))
        .environment(Map.of());
  }

  private TokenProvider service(String secret) {
    return signIn(entra.daemon()).service(ClientCredential.secret(secret));
  }

  private Throwable call(TokenProvider tokens) {
    return catchThrowable(() -> instance.client(tokens).getTwin("x", DigitalTwin.class));
  }

  @Test
  void wrongSecret_logsOneWarning() {
    Throwable failure = call(service("wrong~secret~Canary"));

    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0))
        .contains("application " + entra.daemon().clientId() + " in tenant " + entra.tenantId())
        .contains(failure.getMessage())
        .contains("AADSTS7000215")
        .containsPattern("correlation id " + GUID);
  }

  @Test
  void repeatedFailure_logsOneWarningPerMinute() {
    TokenProvider service = service("wrong~secret");
    int attempts = 0;
    for (int second = 0; second < 60; second++) {
      int before = entra.requests().size();
      call(service);
      attempts += entra.requests().size() - before;
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(attempts).isGreaterThan(1);
    assertThat(log.warnings()).hasSize(1);

    time.advance(Duration.ofMinutes(10));
    call(service);
    assertThat(log.warnings()).hasSize(2);
    assertThat(log.warnings().get(1)).contains("(" + (attempts - 1) + " more were not logged.)");
  }

  @Test
  void usersOfAWebApi_shareOneWarning() {
    OnBehalfOf onBehalfOf = signIn(entra.webApi()).onBehalfOf(ClientCredential.secret("wrong"));

    call(onBehalfOf.forUser(entra.assertionFor(entra.alice(), entra.webApi())));
    call(onBehalfOf.forUser(entra.assertionFor(entra.bob(), entra.webApi())));

    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0)).contains("application " + entra.webApi().clientId());
  }

  @Test
  void everySignInMethod_logsRejectedCredential() throws IOException {
    Registration daemon = entra.daemon();
    Map<String, ThrowingRun> ways = new LinkedHashMap<>();
    ways.put("secret", () -> service("wrong").token(TWINS));
    ways.put(
        "missing certificate",
        () ->
            signIn(daemon)
                .service(ClientCredential.certificate(folder.resolve("none.pem")))
                .token(TWINS));
    ways.put(
        "federated token",
        () ->
            signIn(daemon)
                .service(
                    ClientCredential.federatedTokenFile(
                        Files.writeString(folder.resolve("token"), "a.b.c")))
                .token(TWINS));
    ways.put(
        "on behalf of",
        () ->
            signIn(entra.webApi())
                .onBehalfOf(ClientCredential.secret("wrong"))
                .forUser(entra.assertionFor(entra.alice(), entra.webApi()))
                .token(TWINS));
    ways.put(
        "session",
        () ->
            signIn(entra.webApi())
                .store(MemoryTokenStore.withMaximumBytes(1 << 20))
                .onBehalfOf(ClientCredential.secret("wrong"))
                .startSession(entra.assertionFor(entra.alice(), entra.webApi())));
    ways.put(
        "device code of a confidential client", () -> signIn(daemon).deviceCode(p -> {}).signIn());
    ways.put(
        "browser of a confidential client",
        () ->
            signIn(browserApp()).browser(azure.browser().withUser(entra.alice())::visit).signIn());
    ways.put(
        "managed identity that does not exist",
        () ->
            signIn(daemon)
                .environment(azure.identityEndpoints().appService())
                .managedIdentity(ManagedIdentityId.clientId(entra.webApi().clientId()))
                .token(TWINS));
    for (Map.Entry<String, ThrowingRun> way : ways.entrySet()) {
      log.clear();
      Throwable failure = catchThrowable(() -> way.getValue().run());
      assertThat(failure).as(way.getKey()).isInstanceOf(AdtException.class);
      assertThat(log.warnings()).as(way.getKey() + ": " + failure).hasSize(1);
      assertThat(log.warnings().get(0)).as(way.getKey()).contains(failure.getMessage());
    }
  }

  private Registration browserApp() {
    return entra.register(
        entra.nativeApp().toBuilder()
            .noRedirectUris()
            .publicClient(false)
            .webRedirectUri("http://localhost")
            .build());
  }

  @Test
  void outage_logsOneWarning() {
    azure.script(LOGIN).always(Faults.status(503));
    TokenProvider service = service(entra.daemon().secret());

    call(service);
    call(service);

    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0)).contains("UnavailableException", "503");
  }

  @Test
  void missingCredential_logsWarningForCallOnly() {
    OkHttpClient offline =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw new ConnectException("Connection refused");
                })
            .build();
    TokenProvider machine = signIn(entra.daemon()).tokenHttpClient(offline).managedIdentity();
    call(TokenProviders.firstOf(machine, service(entra.daemon().secret())));
    assertThat(log.warnings()).isEmpty();

    call(machine);
    call(machine);
    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0)).contains(INSTANCE, "CredentialUnavailableException");
  }

  @Test
  void throwingProvider_logsWarningWithoutMessage() {
    call(
        request -> {
          throw new IOException("password=canary-of-the-vault");
        });
    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0)).contains("java.io.IOException", INSTANCE);
    assertThat(log.all().toString()).doesNotContain("canary-of-the-vault");
  }

  @Test
  void requiredInteraction_logsNoWarning() {
    OnBehalfOf onBehalfOf =
        signIn(entra.webApi()).onBehalfOf(ClientCredential.secret(entra.webApi().secret()));
    entra.requireClaims(entra.alice(), MFA);

    call(onBehalfOf.forUser(entra.assertionFor(entra.alice(), entra.webApi())));

    assertThat(log.warnings()).isEmpty();
    assertThat(log.debug()).anyMatch(line -> line.contains("InteractionRequiredException"));
  }

  @Test
  void debugLog_showsTokenLifecycle() throws InterruptedException {
    CountDownLatch refreshed = new CountDownLatch(2);
    AuthListener listener =
        new AuthListener() {
          @Override
          public void tokenAcquired(String principal, Duration took, Instant expiresAt) {
            refreshed.countDown();
          }
        };
    TokenProvider service =
        signIn(entra.daemon())
            .listener(listener)
            .service(ClientCredential.secret(entra.daemon().secret()));
    call(service);
    assertThat(log.debug())
        .anyMatch(
            line ->
                line.matches(LOGIN + " granted CLIENT_CREDENTIALS in \\d+ ms, .*" + GUID + "\\."))
        .anyMatch(line -> line.matches("Acquired a token for application .* in \\d+ ms; .*"));

    log.clear();
    call(service);
    assertThat(log.all()).as("cached token").isEmpty();

    time.advance(Duration.ofMinutes(50));
    call(service);
    assertThat(refreshed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(log.debug()).anyMatch(line -> line.startsWith("Refreshed a token for application "));
  }

  @Test
  void debugLog_showsRetriesAndChallenges() {
    TokenProvider service = service(entra.daemon().secret());
    azure.script(INSTANCE).next(Faults.status(503));
    azure.twins().challengeOnce(entra.daemon().servicePrincipalId(), MFA);

    call(service);

    assertThat(log.warnings()).isEmpty();
    assertThat(log.debug())
        .anyMatch(
            line ->
                line.matches(
                    "Retrying GET " + INSTANCE + " in \\d+ ms \\(retry 1 of \\d\\): 503\\."))
        .anyMatch(
            line ->
                line.matches(
                    INSTANCE
                        + " rejected the token with status 401 with a claims challenge, request id .*"))
        .anyMatch(line -> line.startsWith("Dropped the cached token for application "))
        .anyMatch(
            line ->
                line.matches(
                    "Retried the call to " + INSTANCE + " with another token: status 404, .*"));
  }

  @Test
  void tokenRequestRetry_isLogged() {
    azure.script(LOGIN).next(Faults.status(503));
    call(service(entra.daemon().secret()));
    assertThat(log.debug()).anyMatch(line -> line.startsWith("Retrying POST " + LOGIN + " in "));
  }

  @Test
  void log_hasNoSecretsClaimsOrUserNames() throws Exception {
    List<String> forbidden = new ArrayList<>(List.of("c1-canary", "Alice", "alice@"));
    OnBehalfOf onBehalfOf =
        signIn(entra.webApi())
            .store(MemoryTokenStore.withMaximumBytes(1 << 20))
            .onBehalfOf(ClientCredential.secret(entra.webApi().secret()));
    String assertion = entra.assertionFor(entra.alice(), entra.webApi());
    azure.twins().challengeOnce(entra.alice().oid(), MFA);
    call(onBehalfOf.forUser(assertion));
    Session session = onBehalfOf.startSession(assertion);
    forbidden.add(session.key().reveal());
    call(session);
    entra.requireClaims(entra.alice(), MFA);
    call(onBehalfOf.forUser(entra.assertionFor(entra.alice(), entra.webApi())));
    entra.removeRequirements(entra.alice());
    call(service("wrong~secret~canary"));
    forbidden.add("wrong~secret~canary");
    UserSignIn users =
        signIn(entra.nativeApp()).browser(azure.browser().withUser(entra.alice())::visit);
    users.signIn();
    time.advance(Duration.ofHours(2));
    call(users);
    UserSignIn tool =
        signIn(entra.nativeApp())
            .deviceCode(prompt -> entra.approveDeviceCode(prompt.userCode(), entra.alice()));
    tool.signIn();
    forbidden.add(entra.daemon().secret());
    forbidden.add(entra.webApi().secret());
    for (String token : List.of(assertion, users.token(TWINS).value(), tool.token(TWINS).value())) {
      forbidden.add(token.substring(0, token.indexOf('.')));
      forbidden.add(token.substring(token.lastIndexOf('.') + 1));
    }
    forbidden.add(Base64.getEncoder().encodeToString(MFA.getBytes(StandardCharsets.UTF_8)));

    // Users must be able to notice an unexpected account; see SECURITY.md.
    List<String> lines =
        log.all().stream().filter(line -> !line.startsWith("Signed in as ")).toList();
    assertThat(lines).hasSizeGreaterThan(15);
    assertThat(String.join("\n", lines)).doesNotContain(forbidden);
  }

  @FunctionalInterface
  private interface ThrowingRun {
    Object run() throws Exception;
  }
}
