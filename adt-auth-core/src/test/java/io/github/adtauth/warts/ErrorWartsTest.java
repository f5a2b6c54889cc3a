package io.github.adtauth.warts;

import static io.github.adtauth.warts.WartWorld.LOGIN;
import static io.github.adtauth.warts.WartWorld.MFA;
import static io.github.adtauth.warts.WartWorld.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.AdtException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.testkit.FakeBrowser;
import io.github.adtauth.testkit.entra.TokenDefect;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.internal.ReservedPort;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Faults of MSAL4J's errors and prompts, by their numbers in the reference. */
class ErrorWartsTest {
  private static final String METADATA = "169.254.169.254";

  private final WartWorld world = new WartWorld();

  @AfterEach
  void stop() {
    world.close();
  }

  private AdtException rejectionOf(TokenDefect... defects) {
    String assertion = world.entra.assertionFor(world.entra.alice(), world.entra.webApi(), defects);
    return (AdtException) catchThrowable(() -> world.onBehalfOf().forUser(assertion).token(TWINS));
  }

  @Test
  void w06_strayRequestsToTheLoopbackPageEndNothing_andItReflectsNothing() {
    List<FakeBrowser.Page> pages = new ArrayList<>();
    FakeBrowser browser = world.azure.browser().withUser(world.entra.alice()).withStrayRequests();
    assertThat(
            world
                .signIn(world.entra.nativeApp())
                .browser(url -> pages.add(browser.visit(url)))
                .signIn()
                .name())
        .isEqualTo("Alice Adams");
    FakeBrowser declining = world.azure.browser().declining();
    UserSignIn declined =
        world.signIn(world.entra.nativeApp()).browser(url -> pages.add(declining.visit(url)));
    assertThatThrownBy(declined::signIn).isInstanceOf(AdtException.class);
    assertThat(pages.get(1).body()).doesNotContain("AADSTS").doesNotContain("<script");
  }

  @Test
  void w08_refusalsAreNotLoggedInFull() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    root.addAppender(appender);
    try {
      TokenProvider wrong =
          world.signIn(world.entra.daemon()).service(ClientCredential.secret("wrong~secret"));
      assertThatThrownBy(() -> wrong.token(TWINS)).isInstanceOf(AdtException.class);
      assertThat(List.copyOf(appender.list))
          .extracting(ILoggingEvent::getFormattedMessage)
          .noneMatch(line -> line.contains("AADSTS") || line.contains("Invalid client secret"));
    } finally {
      root.detachAppender(appender);
    }
  }

  @Test
  void w09_tokensAreNotPrinted() throws IOException {
    AccessToken token = world.service().token(TWINS);
    assertThat(token + " " + TWINS.afterRejection(token, MFA)).doesNotContain(token.value());
  }

  @Test
  void w38_forgedAssertionAsksNobodyToSignIn_andWhatTheUserCanSettleDoes() {
    assertThat(rejectionOf(TokenDefect.BAD_SIGNATURE)).isInstanceOf(InboundTokenException.class);
    world.entra.requireClaims(world.entra.alice(), MFA);
    assertThat(rejectionOf()).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void w39_statusIsKnown_ofEveryRefusal() {
    world.entra.requireClaims(world.entra.alice(), MFA);
    assertThat(rejectionOf().status()).isEqualTo(400);
    assertThat(rejectionOf(TokenDefect.BAD_SIGNATURE).status()).isEqualTo(400);
  }

  @Test
  void w40_suberrorCodesAndIdsArePublic() {
    world.entra.revokeConsent(world.entra.webApi());
    AdtException rejected = rejectionOf();
    assertThat(rejected).isInstanceOf(ConsentRequiredException.class);
    assertThat(rejected.suberror()).contains("consent_required");
    assertThat(rejected.aadstsCodes()).containsExactly(65001);
    assertThat(rejected.correlationId()).isPresent();
    assertThat(rejected.traceId()).isPresent();
  }

  @Test
  void w41_pageOfAGatewayKeepsItsStatus() {
    world.azure.script(LOGIN).always(Faults.html(403));
    AdtException rejected = rejectionOf();
    assertThat(rejected).isInstanceOf(UnexpectedResponseException.class);
    assertThat(rejected.status()).isEqualTo(403);
  }

  @Test
  void w42_identityEndpointThatTimesOutTakesNoValidTokenAway() throws IOException {
    TokenProvider machine =
        SignIn.with(DigitalTwinsConfig.builder().build())
            .httpClient(world.azure.httpClient())
            .timing(TestTiming.of(world.time))
            .environment(Map.of())
            .managedIdentity();
    AccessToken token = machine.token(TWINS);
    world.azure.script(METADATA).always(Faults.stall());
    world.time.advance(Duration.ofMinutes(55));
    assertThat(machine.token(TWINS)).isSameAs(token);
  }

  @Test
  void w43_eachCallerGetsAnExceptionOfItsOwn_withoutWrappers() {
    world.entra.requireClaims(world.entra.alice(), MFA);
    TokenProvider alice = world.onBehalfOf().forUser(world.assertion(world.entra.alice()));
    Throwable first = catchThrowable(() -> alice.token(TWINS));
    Throwable second = catchThrowable(() -> alice.token(TWINS));
    assertThat(first).isInstanceOf(InteractionRequiredException.class).isNotSameAs(second);
    assertThat(second).isInstanceOf(InteractionRequiredException.class);
    assertThat(second.getStackTrace()).anyMatch(frame -> frame.getMethodName().startsWith("w43_"));
  }

  @Test
  void w44_claimsThatAreNoneAreRefused_andUnknownMembersReachTheWire() throws IOException {
    assertThatThrownBy(() -> world.service().token(TWINS.withClaims("nonsense")))
        .isInstanceOfAny(AdtException.class, IllegalArgumentException.class);
    world.service().token(TWINS.withClaims("{\"unknown\":{\"number\":1.50,\"deep\":[{}]}}"));
    assertThat(world.entra.requests().get(0).parameter("claims"))
        .contains("\"unknown\":{\"number\":1.50,\"deep\":[{}]}");
  }

  @Test
  void w45_whyASignInFailedIsInTheException() {
    world.entra.revokeConsent(world.entra.nativeApp());
    FakeBrowser browser = world.azure.browser().withUser(world.entra.alice()).withoutConsent();
    UserSignIn user = world.signIn(world.entra.nativeApp()).browser(browser::visit);
    assertThatThrownBy(user::signIn)
        .isInstanceOf(AdtException.class)
        .hasMessageContaining("AADSTS65004");
  }

  @Test
  void w46_redirectUriOfAFixedPortServesToo() throws IOException {
    List<URI> visited = new ArrayList<>();
    try (ReservedPort free = ReservedPort.open()) {
      DigitalTwinsConfig config =
          world
              .config(world.entra.nativeApp())
              .redirectUri("http://localhost:" + free.port())
              .build();
      SignIn.with(config)
          .httpClient(world.azure.httpClient())
          .timing(TestTiming.of(world.time))
          .browser(
              url -> {
                visited.add(url);
                world.azure.browser().withUser(world.entra.alice()).visit(url);
              })
          .signIn();
      assertThat(visited.get(0).toString()).startsWith("http://localhost:" + free.port() + "/");
      assertThat(world.azure.requests(LOGIN).get(0).query()).contains("localhost%3A" + free.port());
    }
  }

  @Test
  void w47_deviceCodeSurvivesAnOutage_slowDownAndALostConnection() {
    world.entra.slowDownDevicePolls(1);
    UserSignIn user =
        world
            .signIn(world.entra.nativeApp())
            .deviceCode(
                prompt -> {
                  world
                      .azure
                      .script(LOGIN)
                      .next(Faults.status(503))
                      .next(Faults.status(503))
                      .next(Faults.status(503))
                      .next(Faults.disconnect());
                  world.entra.approveDeviceCode(prompt.userCode(), world.entra.alice());
                });
    assertThat(user.signIn().name()).isEqualTo("Alice Adams");
  }

  @Test
  void w48_consumerThatIsMissingIsRefusedAtOnce() {
    SignIn signIn = world.signIn(world.entra.nativeApp());
    assertThatNullPointerException().isThrownBy(() -> signIn.deviceCode(null));
    assertThatNullPointerException().isThrownBy(() -> signIn.browser(null));
  }

  @Test
  void w49_rejectedAssertionsLeaveNothing_andAreSoonNotEvenAskedAbout() {
    OnBehalfOf onBehalfOf = world.onBehalfOf();
    int unavailable = 0;
    for (int attempt = 0; attempt < 500; attempt++) {
      String forged =
          world.entra.assertionFor(
              world.entra.alice(), world.entra.webApi(), TokenDefect.BAD_SIGNATURE);
      Throwable rejected = catchThrowable(() -> onBehalfOf.forUser(forged).token(TWINS));
      world.time.advance(Duration.ofMillis(1));
      assertThat(rejected).isInstanceOf(AdtException.class);
      unavailable += rejected instanceof UnavailableException ? 1 : 0;
    }
    assertThat(world.asked()).isLessThan(150);
    assertThat(unavailable).isGreaterThan(300);
    assertThat(onBehalfOf.health().usersWithTokens()).isZero();
  }
}
