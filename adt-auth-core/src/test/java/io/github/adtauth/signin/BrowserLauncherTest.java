package io.github.adtauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserLauncherTest {
  private static final String START_URL =
      "http://localhost:49152/start/" + "aA0_-".repeat(8) + "xyz";
  private static final String URL = "https://login.example/authorize?a=1&b=$(x)%20;%22|";

  @Test
  void theUrlIsOneArgumentOnEverySystem() {
    assertThat(BrowserLauncher.command("Mac OS X", null, false, URL)).containsExactly("open", URL);
    assertThat(BrowserLauncher.command("Linux", null, true, URL)).containsExactly("xdg-open", URL);
    assertThat(BrowserLauncher.command("Windows 11", null, false, URL))
        .containsExactly("rundll32", "url.dll,FileProtocolHandler", URL);
    assertThat(BrowserLauncher.command("Windows 11", "W:", false, URL))
        .containsExactly("W:\\System32\\rundll32.exe", "url.dll,FileProtocolHandler", URL);
  }

  @Test
  void withoutADisplayThereIsNoBrowserOnUnix() {
    List<List<String>> started = new ArrayList<>();
    BrowserLauncher launcher =
        BrowserLauncher.of(url -> BrowserLauncher.command("Linux", null, false, url), started::add);

    assertThat(launcher.open(URI.create(START_URL))).isFalse();
    assertThat(started).isEmpty();
  }

  /** Whatever else is on a command line, other users can read it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example/authorize?state=x",
        "http://login.example:80/start/{nonce}",
        "http://localhost/start/{nonce}",
        "http://localhost:0/start/{nonce}",
        "http://localhost:49152/start/{nonce}?a=b",
        "http://localhost:49152/start/{nonce}#a",
        "http://localhost:49152/start/{nonce}/x",
        "http://localhost:49152/start/short",
        "http://localhost:49152/?code=x",
        "http://user@localhost:49152/start/{nonce}",
        "http://localhost.example:49152/start/{nonce}",
        "http://[::1]:49152/start/{nonce}",
        "https://localhost:49152/start/{nonce}",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "--help"
      })
  void url_otherThanAStartUrl_isNotOpened(String url) {
    List<List<String>> started = new ArrayList<>();
    String nonce = START_URL.substring(START_URL.lastIndexOf('/') + 1);

    assertThat(
            BrowserLauncher.of(List::of, started::add)
                .open(URI.create(url.replace("{nonce}", nonce))))
        .isFalse();
    assertThat(started).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void startUrl_isOpened(String host) {
    List<List<String>> started = new ArrayList<>();
    String url = START_URL.replace("localhost", host);

    assertThat(BrowserLauncher.of(List::of, started::add).open(URI.create(url))).isTrue();
    assertThat(started).containsExactly(List.of(url));
  }

  @Test
  void aLauncherThatIsNotThereOrFailsIsNoBrowser() {
    String java = ProcessHandle.current().info().command().orElse("java");

    assertThat(BrowserLauncher.start(List.of("no-such-launcher-on-this-machine", URL))).isFalse();
    assertThat(BrowserLauncher.start(List.of(java, "-no-such-option"))).isFalse();
    assertThat(BrowserLauncher.start(List.of(java, "-version"))).isTrue();
  }
}
