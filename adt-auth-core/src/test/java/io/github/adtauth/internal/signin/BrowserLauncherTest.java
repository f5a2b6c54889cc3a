package io.github.adtauth.internal.signin;

import static io.github.adtauth.internal.os.OperatingSystem.LINUX;
import static io.github.adtauth.internal.os.OperatingSystem.MACOS;
import static io.github.adtauth.internal.os.OperatingSystem.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.JavaProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserLauncherTest {
  private static final String START_URL =
      "http://localhost:49152/start/" + "aA0_-".repeat(8) + "xyz";
  private static final String URL = "https://login.example/authorize?a=1&b=$(x)%20;%22|";

  @TempDir private Path folder;

  @Test
  void url_isOneArgumentOnEverySystem() {
    assertThat(BrowserLauncher.command(MACOS, Map.of(), URL)).containsExactly("open", URL);
    for (String display : List.of("DISPLAY", "WAYLAND_DISPLAY")) {
      assertThat(BrowserLauncher.command(LINUX, Map.of(display, ":0"), URL))
          .containsExactly("xdg-open", URL);
    }
    assertThat(BrowserLauncher.command(WINDOWS, Map.of(), URL))
        .containsExactly("rundll32", "url.dll,FileProtocolHandler", URL);
    assertThat(BrowserLauncher.command(WINDOWS, Map.of("SystemRoot", "W:"), URL))
        .containsExactly("W:\\System32\\rundll32.exe", "url.dll,FileProtocolHandler", URL);
  }

  @Test
  void unixWithoutDisplay_hasNoBrowser() {
    List<List<String>> started = new ArrayList<>();
    BrowserLauncher launcher =
        BrowserLauncher.of(url -> BrowserLauncher.command(LINUX, Map.of(), url), started::add);

    assertThat(launcher.open(URI.create(START_URL))).isFalse();
    assertThat(started).isEmpty();
  }

  /** Other users can read the command line. */
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
  void otherUrl_isNotOpened(String url) {
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
  void missingOrFailingLauncher_isReported() {
    String java = ProcessHandle.current().info().command().orElse("java");

    assertThat(BrowserLauncher.start(List.of("no-such-launcher-on-this-machine", URL))).isFalse();
    assertThat(BrowserLauncher.start(List.of(java, "-no-such-option"))).isFalse();
    assertThat(BrowserLauncher.start(List.of(java, "-version"))).isTrue();
  }

  /** Runs in a separate process with its own PATH and working directory. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void launcherInWorkingDirectory_isNotRun() throws Exception {
    for (String planted : List.of("xdg-open", "bin/helper")) {
      Path file = folder.resolve(planted);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\ntouch '" + folder + "/planted-was-run'\n");
      file.toFile().setExecutable(true);
    }
    assertThat(runIn(folder, ":bin:.")).isEqualTo(1);

    // The programs that xdg-open runs must not come from there either.
    Path real = Files.createDirectory(folder.resolve("real")).resolve("xdg-open");
    String script = "#!/bin/sh\nhelper || echo \"$PATH\" > '" + folder + "/path-of-real'\n";
    Files.writeString(real, script);
    real.toFile().setExecutable(true);
    assertThat(runIn(folder, ":bin:" + real.getParent() + ":/usr/bin:/bin")).isZero();
    assertThat(folder.resolve("path-of-real")).hasContent(real.getParent() + ":/usr/bin:/bin");
    assertThat(folder.resolve("planted-was-run")).doesNotExist();
  }

  private static int runIn(Path folder, String path) throws Exception {
    ProcessBuilder builder =
        JavaProcess.of(List.of(), StartXdgOpen.class).directory(folder.toFile()).inheritIO();
    builder.environment().put("PATH", path);
    return builder.start().waitFor();
  }

  /** Exits with 0 if the launcher could be started. */
  static final class StartXdgOpen {
    private StartXdgOpen() {}

    public static void main(String[] args) {
      boolean started = BrowserLauncher.start(List.of("xdg-open", URL));
      ProcessHandle.current().children().forEach(child -> child.onExit().join());
      System.exit(started ? 0 : 1);
    }
  }
}
