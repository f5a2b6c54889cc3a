package io.github.adtauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserLauncherTest {
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

    assertThat(launcher.open(URI.create("https://login.example/"))).isFalse();
    assertThat(started).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https:opaque",
        "https://user@login.example/",
        "--help"
      })
  void onlyHttpsIsOpened(String url) {
    List<List<String>> started = new ArrayList<>();

    assertThat(BrowserLauncher.of(List::of, started::add).open(URI.create(url))).isFalse();
    assertThat(started).isEmpty();
  }

  @Test
  void httpsIsOpenedInAscii() {
    List<List<String>> started = new ArrayList<>();

    assertThat(BrowserLauncher.of(List::of, started::add).open(URI.create("https://x.example/é")))
        .isTrue();
    assertThat(started).containsExactly(List.of("https://x.example/%C3%A9"));
  }

  @Test
  void aLauncherThatIsNotThereOrFailsIsNoBrowser() {
    String java = ProcessHandle.current().info().command().orElse("java");

    assertThat(BrowserLauncher.start(List.of("no-such-launcher-on-this-machine", URL))).isFalse();
    assertThat(BrowserLauncher.start(List.of(java, "-no-such-option"))).isFalse();
    assertThat(BrowserLauncher.start(List.of(java, "-version"))).isTrue();
  }
}
