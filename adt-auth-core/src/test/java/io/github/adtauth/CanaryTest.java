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
import io.github.adtauth.testkit.FakeService;
import io.github.adtauth.testkit.Faults;
import io.github.adtauth.testkit.Forgery;
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

  private final LeakTestEnvironment world = new LeakTestEnvironment();

  @AfterEach
  void stop() {
    world.close();
  }

  private static Map<String, MockResponse> faults() {
    Map<String, MockResponse> faults = new LinkedHashMap<>();
    for (int status : new int[] {400, 401, 403, 404, 500, 503}) {
      faults.put("status " + status, Faults.status(status));
    }
    faults.put("throttled", Faults.throttled(7));
    faults.put("html 200", Faults.html(200));
    faults.put("html 400", Faults.html(400));
    faults.put("empty", Faults.empty(200));
    faults.put("garbage", Faults.garbage());
    faults.put("disconnect", Faults.disconnect());
    faults.put("truncated", Faults.truncated());
    faults.put("huge", Faults.huge(2 << 20));
    return faults;
  }

  @Test
  void secretIsFound() throws IOException {
    AccessToken token = world.service().token(TWINS);
    assertThat(world.leaks()).isEmpty();
    assertThat(world.canary.logged("com.microsoft.aad.msal4j")).isPositive();

    LoggerFactory.getLogger("careless").trace("half of it: {}", token.value().substring(90, 140));
    java.util.logging.Logger.getLogger("careless").finest(world.daemon.secret());
    world.canary.saw("x", new IllegalStateException("x", new IOException(token.value())));
    assertThat(world.leaks()).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void successfulFlows_printNoSecret() throws IOException {
    TokenProvider service = world.service();
    read("service", service);
    world.azure.twins().challengeOnce(world.daemon.servicePrincipalId(), MFA);
    read("service, challenged", service);

    OnBehalfOf onBehalfOf = world.onBehalfOf();
    TokenProvider alice = onBehalfOf.forUser(world.assertion());
    read("on behalf of", alice);
    world.azure.twins().challengeOnce(world.entra.alice().oid(), MFA);
    read("on behalf of, challenged", alice);

    UserSignIn desktop = world.withBrowser();
    Account account = desktop.signIn();
    read("browser", desktop);
    world.time.advance(Duration.ofHours(2));
    read("browser, refreshed", desktop.forAccount(account));

    UserSignIn tool = world.withDevice();
    tool.signIn();
    read("device code", tool);
    world.time.advance(Duration.ofHours(2));
    read("device code, refreshed", tool);

    AccessToken token = service.token(TWINS);
    DigitalTwinsConfig config =
        world.config(world.daemon).clientSecret(Secret.of(world.daemon.secret())).build();
    for (Object shown :
        new Object[] {
          config,
          config.clientSecret(),
          ClientCredential.secret(world.daemon.secret()),
          token,
          TWINS.afterRejection(token, MFA),
          service,
          onBehalfOf,
          alice,
          desktop,
          desktop.accounts(),
          tool,
          world.signIn(world.daemon),
          world.instance,
          world.instance.client(service),
          AuthenticatedHttp.builder(world.http, config.resource()).tokens(service),
        }) {
      world.canary.show("shown", shown);
    }
    assertThat(world.leaks()).isEmpty();
  }

  @Test
  void sessions_printNoSecret_andStoreNoPlaintext() throws IOException {
    KeyRing ring = KeyRing.of("2026-11", new byte[32]);
    TokenStore readable =
        world.shown(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(world.time)));
    TokenStore store = SealedTokenStore.wrap(readable, ring).timing(TestTiming.of(world.time));
    OnBehalfOf onBehalfOf = world.onBehalfOf(store);
    String assertion = world.assertion();
    Session session = onBehalfOf.startSession(assertion);
    world.canary.mark("session key", session.key().reveal());
    read("session", session);
    world.time.advance(Duration.ofHours(2));
    read("session, refreshed", session);
    Session resumed = world.onBehalfOf(store).resumeSession(session.key(), session.user());
    read("session, resumed", resumed);
    UserId bob = new UserId(world.entra.bob().oid(), world.entra.tenantId());
    world.attempt("another's session", () -> onBehalfOf.resumeSession(session.key(), bob));
    onBehalfOf.signOut(session.user());
    world.attempt("signed out", () -> onBehalfOf.resumeSession(session.key(), session.user()));
    world.attempt("session of who signed out", () -> session.token(TWINS));
    for (Object shown : new Object[] {session, resumed, session.user(), onBehalfOf.health()}) {
      world.canary.show("shown", shown);
    }
    assertThat(world.leaks()).isEmpty();
  }

  private void read(String what, TokenProvider tokens) {
    JsonObject room = world.instance.client(tokens).getTwin("room", JsonObject.class);
    world.canary.saw("twin read by " + what, room.toString());
  }

  @Test
  void rejections_printNoSecret() throws IOException {
    world.attempt("wrong secret", () -> world.service(WRONG_SECRET).token(TWINS));
    for (Forgery forgery : Forgery.values()) {
      String assertion = world.assertion(forgery);
      world.attempt(
          "assertion " + forgery, () -> world.onBehalfOf().forUser(assertion).token(TWINS));
    }
    String broken = world.assertion() + " \n";
    world.attempt("malformed assertion", () -> world.onBehalfOf().forUser(broken));
    world.attempt(
        "assertion as endpoint",
        () -> world.config(world.daemon).clientSecret(Secret.of(WRONG_SECRET)).tenant(" ").build());
    UserSignIn users = world.withBrowser();
    users.signIn();
    world.entra.demandClaims(world.entra.alice(), MFA);
    world.attempt("demand", () -> world.onBehalfOf().forUser(world.assertion()).token(TWINS));
    world.entra.revokeSessions(world.entra.alice());
    world.time.advance(Duration.ofHours(2));
    world.attempt("ended sign-in", () -> users.token(TWINS));
    world.entra.revokeConsent(world.webApi);
    world.attempt("no consent", () -> world.onBehalfOf().forUser(world.assertion()).token(TWINS));
    world.azure.twins().revokeRole(world.daemon.servicePrincipalId());
    TokenProvider service = world.service();
    world.attempt("no role", () -> twin(service));
    assertThat(world.leaks()).isEmpty();
  }

  @Test
  void tokenServiceErrors_printNoSecret() {
    FAULTS.forEach(
        (name, fault) ->
            everyWay(
                name,
                () -> {
                  world.azure.script(LOGIN).alwaysWhen(r -> r.path().endsWith("/token"), fault);
                },
                () -> world.azure.script(LOGIN).clear()));
    world.timeout = Duration.ofSeconds(1);
    world.azure.script(LOGIN).always(Faults.stall());
    world.attempt("stalled service", () -> world.service().token(TWINS));
    world.attempt(
        "stalled on-behalf-of", () -> world.onBehalfOf().forUser(world.assertion()).token(TWINS));
    assertThat(world.leaks()).isEmpty();
  }

  @Test
  void echoingTokenService_printsNoSecret() {
    for (Echo echo : Echo.values()) {
      FakeService hostile =
          request ->
              request.getTarget().contains("/token")
                  ? echo.of(request)
                  : world.entra.answer(request);
      everyWay(
          "echo " + echo,
          () -> world.azure.host(LOGIN, hostile),
          () -> world.azure.host(LOGIN, world.entra));
    }
    assertThat(world.leaks()).isEmpty();
  }

  @Test
  void instanceErrors_printNoSecret() throws IOException {
    TokenProvider service = world.service();
    String host = java.net.URI.create(world.azure.endpoint()).getHost();
    FAULTS.forEach(
        (name, fault) -> {
          world.azure.script(host).always(fault);
          world.attempt("twins with " + name, () -> twin(service));
          world.azure.script(host).clear();
        });
    for (Echo echo : Echo.values()) {
      world.azure.host(host, echo::of);
      world.attempt("twins with echo " + echo, () -> twin(service));
      world.attempt(
          "async twins with echo " + echo,
          () -> world.instance.client(service).async().getTwin("room", JsonObject.class).join());
    }
    assertThat(world.leaks()).isEmpty();
  }

  private Object twin(TokenProvider tokens) {
    return world.instance.client(tokens).getTwin("room", JsonObject.class);
  }

  private void everyWay(String fault, Runnable begin, Runnable end) {
    world.timeout = Duration.ofMinutes(1);
    UserSignIn users = world.withBrowser();
    users.signIn();
    world.timeout = Duration.ofSeconds(1); // for errors that keep the client waiting
    begin.run();
    world.attempt("service with " + fault, () -> world.service().token(TWINS));
    world.attempt(
        "on-behalf-of with " + fault,
        () -> world.onBehalfOf().forUser(world.assertion()).token(TWINS));
    world.attempt("browser with " + fault, () -> world.withBrowser().signIn());
    world.attempt("device code with " + fault, () -> world.withDevice().signIn());
    world.time.advance(Duration.ofHours(2));
    world.attempt("refresh with " + fault, () -> users.token(TWINS));
    end.run();
  }
}
