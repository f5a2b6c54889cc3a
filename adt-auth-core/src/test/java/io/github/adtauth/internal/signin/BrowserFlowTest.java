package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.testkit.FakeBrowser;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Tests sign-in with the browser, from the start URL to the last page. */
@Timeout(60)
class BrowserFlowTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final FakeBrowser alice = fixture.azure.browser().withUser(entra.alice());
  private final List<URI> opened = new ArrayList<>();

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** Every user of the machine can read the browser's command line. */
  @Test
  void opener_receivesOneTimeUrlWithoutState() {
    UserSignIn users =
        fixture
            .signIn(entra.nativeApp())
            .browser(
                url -> {
                  opened.add(url);
                  alice.visit(url);
                });
    users.signIn();
    users.signIn();
    assertThat(opened)
        .doesNotHaveDuplicates()
        .allMatch(url -> BrowserLauncher.START_URL.matcher(url.toString()).matches());
    assertThat(fixture.authorizationQueries())
        .hasSize(2)
        .allMatch(query -> query.contains("state="));
  }

  /** A scripted browser waits for the page on the thread that called signIn(). */
  @Test
  void page_namesAccountWhileOpenerWaits() {
    List<FakeBrowser.Page> pages = new ArrayList<>();
    fixture.signIn(entra.nativeApp()).browser(url -> pages.add(alice.visit(url))).signIn();
    assertThat(pages.get(0).body()).contains("You are signed in as " + entra.alice().upn());
  }

  @Test
  void page_namesAccountAfterOpenerReturned() throws Exception {
    CompletableFuture<FakeBrowser.Page> page = new CompletableFuture<>();
    fixture
        .signIn(entra.nativeApp())
        .browser(url -> page.completeAsync(() -> alice.visit(url), task -> start(task)))
        .signIn();
    assertThat(page.get().body()).contains("You are signed in as " + entra.alice().upn());
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void startUrlOpenedTwice_failsSignInWithReason() {
    UserSignIn users =
        fixture
            .signIn(entra.nativeApp())
            .browser(
                url -> {
                  // The attacker opens the URL first, but has not signed in yet.
                  fixture.azure.browser().withForgedState("lost").withUser(entra.bob()).visit(url);
                  assertThat(alice.visit(url).status()).isEqualTo(403);
                });
    assertThatThrownBy(users::signIn)
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("opened twice");
    assertThat(users.accounts()).isEmpty();
    assertThat(entra.tokenCalls("authorization_code")).isEmpty();
  }

  @Test
  void account_isLogged() {
    Logger logger = (Logger) LoggerFactory.getLogger(SignIn.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
    try {
      fixture.signIn(entra.nativeApp()).browser(alice::visit).signIn();
    } finally {
      logger.setLevel(null);
      logger.detachAppender(appender);
    }
    assertThat(appender.list)
        .filteredOn(event -> event.getLevel() == Level.INFO)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("Signed in as " + entra.alice().upn() + ".");
  }
}
