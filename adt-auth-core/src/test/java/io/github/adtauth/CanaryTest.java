package io.github.adtauth;

import static io.github.adtauth.LeakTestEnvironment.LOGIN;
import static io.github.adtauth.LeakTestEnvironment.TWINS;
import static io.github.adtauth.LeakTestEnvironment.WRONG_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.SealedTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.TokenDefect;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests that no flow and no failure prints a secret, with all logging enabled. */
class CanaryTest {
  private static final String MFA = "{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}";
  private static final Map<String, MockResponse> FAULTS = faults();

  private final LeakTestEnvironment environment = new LeakTestEnvironment();

  @AfterEach
  void stop() {
    environment.close();
  }

  private static Map<String, MockResponse> faults() {
    Map<String, MockResponse> faults = new LinkedHashMap<>();
    for (int status : new int[] {400, 401, 403, 404, 500, 503}) {
      faults.put("status " + status, Faults.status(status));
    }
    faults.put("throttled", Faults.throttled(7));
    faults.put("html 200", Faults.html(200));
    faults.put("html 400", Faults.html(400));
    faults.put("empty", Faults.status(200));
    faults.put("garbage", Faults.malformedJson());
    faults.put("disconnect", Faults.disconnect());
    faults.put("truncated", Faults.truncated());
    faults.put("huge", Faults.huge(2 << 20));
    return faults;
  }

  @Test
  void secretIsFound() throws IOException {
    AccessToken token = environment.service().token(TWINS);
    assertThat(environment.leaks()).isEmpty();
    assertThat(environment.canary.logged("com.microsoft.aad.msal4j")).isPositive();

    LoggerFactory.getLogger("careless").trace("half of it: {}", token.value().substring(90, 140));
    java.util.logging.Logger.getLogger("careless").finest(environment.daemon.secret());
    environment.canary.collect("x", new IllegalStateException("x", new IOException(token.value())));
    assertThat(environment.leaks()).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void successfulFlows_printNoSecret() throws IOException {
    TokenProvider service = environment.service();
    read("service", service);
    environment.azure.twins().challengeOnce(environment.daemon.servicePrincipalId(), MFA);
    read("service, challenged", service);

    OnBehalfOf onBehalfOf = environment.onBehalfOf();
    TokenProvider alice = onBehalfOf.forUser(environment.assertion());
    read("on behalf of", alice);
    environment.azure.twins().challengeOnce(environment.entra.alice().oid(), MFA);
    read("on behalf of, challenged", alice);

    UserSignIn desktop = environment.withBrowser();
    Account account = desktop.signIn();
    read("browser", desktop);
    environment.time.advance(Duration.ofHours(2));
    read("browser, refreshed", desktop.forAccount(account));

    UserSignIn tool = environment.withDevice();
    tool.signIn();
    read("device code", tool);
    environment.time.advance(Duration.ofHours(2));
    read("device code, refreshed", tool);

    AccessToken token = service.token(TWINS);
    DigitalTwinsConfig config =
        environment
            .config(environment.daemon)
            .clientSecret(Secret.of(environment.daemon.secret()))
            .build();
    for (Object shown :
        new Object[] {
          config,
          config.clientSecret(),
          ClientCredential.secret(environment.daemon.secret()),
          token,
          TWINS.afterRejection(token, MFA),
          service,
          onBehalfOf,
          alice,
          desktop,
          desktop.accounts(),
          tool,
          environment.signIn(environment.daemon),
          environment.instance,
          environment.instance.client(service),
          AuthenticatedHttp.builder(environment.http, config.resource()).tokens(service),
        }) {
      environment.canary.collectObject("shown", shown);
    }
    assertThat(environment.leaks()).isEmpty();
  }

  @Test
  void sessions_printNoSecret_andStoreNoPlaintext() throws IOException {
    KeyRing ring = KeyRing.of("2026-11", new byte[32]);
    TokenStore readable =
        environment.recording(
            MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(environment.time)));
    TokenStore store =
        SealedTokenStore.wrap(readable, ring).timing(TestTiming.of(environment.time));
    OnBehalfOf onBehalfOf = environment.onBehalfOf(store);
    String assertion = environment.assertion();
    Session session = onBehalfOf.startSession(assertion);
    environment.canary.mark("session key", session.key().reveal());
    read("session", session);
    environment.time.advance(Duration.ofHours(2));
    read("session, refreshed", session);
    Session resumed = environment.onBehalfOf(store).resumeSession(session.key(), session.user());
    read("session, resumed", resumed);
    UserId bob = new UserId(environment.entra.bob().oid(), environment.entra.tenantId());
    environment.attempt("another's session", () -> onBehalfOf.resumeSession(session.key(), bob));
    onBehalfOf.signOut(session.user());
    environment.attempt(
        "signed out", () -> onBehalfOf.resumeSession(session.key(), session.user()));
    environment.attempt("session of signed-out user", () -> session.token(TWINS));
    for (Object shown : new Object[] {session, resumed, session.user(), onBehalfOf.health()}) {
      environment.canary.collectObject("shown", shown);
    }
    assertThat(environment.leaks()).isEmpty();
  }

  private void read(String name, TokenProvider tokens) {
    JsonObject room = environment.instance.client(tokens).getTwin("room", JsonObject.class);
    environment.canary.collect("twin read by " + name, room.toString());
  }

  @Test
  void rejections_printNoSecret() throws IOException {
    environment.attempt("wrong secret", () -> environment.service(WRONG_SECRET).token(TWINS));
    for (TokenDefect defect : TokenDefect.values()) {
      String assertion = environment.assertion(defect);
      environment.attempt(
          "assertion " + defect, () -> environment.onBehalfOf().forUser(assertion).token(TWINS));
    }
    String broken = environment.assertion() + " \n";
    environment.attempt("malformed assertion", () -> environment.onBehalfOf().forUser(broken));
    environment.attempt(
        "assertion as endpoint",
        () ->
            environment
                .config(environment.daemon)
                .clientSecret(Secret.of(WRONG_SECRET))
                .tenant(" ")
                .build());
    UserSignIn users = environment.withBrowser();
    users.signIn();
    environment.entra.requireClaims(environment.entra.alice(), MFA);
    environment.attempt(
        "demand", () -> environment.onBehalfOf().forUser(environment.assertion()).token(TWINS));
    environment.entra.revokeSessions(environment.entra.alice());
    environment.time.advance(Duration.ofHours(2));
    environment.attempt("ended sign-in", () -> users.token(TWINS));
    environment.entra.revokeConsent(environment.webApi);
    environment.attempt(
        "no consent", () -> environment.onBehalfOf().forUser(environment.assertion()).token(TWINS));
    environment.azure.twins().revokeRole(environment.daemon.servicePrincipalId());
    TokenProvider service = environment.service();
    environment.attempt("no role", () -> twin(service));
    assertThat(environment.leaks()).isEmpty();
  }

  @Test
  void tokenServiceErrors_printNoSecret() {
    FAULTS.forEach(
        (name, fault) ->
            attemptEveryFlow(
                name,
                () -> {
                  environment
                      .azure
                      .script(LOGIN)
                      .alwaysWhen(r -> r.path().endsWith("/token"), fault);
                },
                () -> environment.azure.script(LOGIN).clear()));
    environment.timeout = Duration.ofSeconds(1);
    environment.azure.script(LOGIN).always(Faults.stall());
    environment.attempt("stalled service", () -> environment.service().token(TWINS));
    environment.attempt(
        "stalled on-behalf-of",
        () -> environment.onBehalfOf().forUser(environment.assertion()).token(TWINS));
    assertThat(environment.leaks()).isEmpty();
  }

  @Test
  void echoingTokenService_printsNoSecret() {
    for (Echo echo : Echo.values()) {
      FakeService hostile =
          request ->
              request.getTarget().contains("/token")
                  ? echo.of(request)
                  : environment.entra.handle(request);
      attemptEveryFlow(
          "echo " + echo,
          () -> environment.azure.host(LOGIN, hostile),
          () -> environment.azure.host(LOGIN, environment.entra));
    }
    assertThat(environment.leaks()).isEmpty();
  }

  @Test
  void instanceErrors_printNoSecret() throws IOException {
    TokenProvider service = environment.service();
    String host = java.net.URI.create(environment.azure.endpoint()).getHost();
    FAULTS.forEach(
        (name, fault) -> {
          environment.azure.script(host).always(fault);
          environment.attempt("twins with " + name, () -> twin(service));
          environment.azure.script(host).clear();
        });
    for (Echo echo : Echo.values()) {
      environment.azure.host(host, echo::of);
      environment.attempt("twins with echo " + echo, () -> twin(service));
      environment.attempt(
          "async twins with echo " + echo,
          () ->
              environment
                  .instance
                  .client(service)
                  .async()
                  .getTwin("room", JsonObject.class)
                  .join());
    }
    assertThat(environment.leaks()).isEmpty();
  }

  private Object twin(TokenProvider tokens) {
    return environment.instance.client(tokens).getTwin("room", JsonObject.class);
  }

  private void attemptEveryFlow(String failure, Runnable start, Runnable stop) {
    environment.timeout = Duration.ofMinutes(1);
    UserSignIn users = environment.withBrowser();
    users.signIn();
    environment.timeout = Duration.ofSeconds(1); // for errors that keep the client waiting
    start.run();
    environment.attempt("service with " + failure, () -> environment.service().token(TWINS));
    environment.attempt(
        "on-behalf-of with " + failure,
        () -> environment.onBehalfOf().forUser(environment.assertion()).token(TWINS));
    environment.attempt("browser with " + failure, () -> environment.withBrowser().signIn());
    environment.attempt("device code with " + failure, () -> environment.withDevice().signIn());
    environment.time.advance(Duration.ofHours(2));
    environment.attempt("refresh with " + failure, () -> users.token(TWINS));
    stop.run();
  }
}
