package io.github.adtauth.internal.signin;

import io.github.adtauth.internal.identity.ChildProcess;
import io.github.adtauth.internal.identity.ExecutableFinder;
import io.github.adtauth.internal.text.Ascii;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens a URL in the browser of the user (RFC 8252 4.1), without a shell: the URL is one argument,
 * whatever is in it.
 */
@FunctionalInterface
public interface BrowserLauncher {
  /** The URL that {@link SignInAttempt} serves. */
  Pattern START_URL =
      Pattern.compile("http://(localhost|127\\.0\\.0\\.1):[1-9][0-9]{0,4}/start/[A-Za-z0-9_-]{43}");

  /**
   * Opens the start URL of a sign-in; false if it is another URL or no browser can be started: show
   * it then.
   */
  boolean open(URI url);

  /** Returns the launcher of this machine. */
  static BrowserLauncher system() {
    String os = System.getProperty("os.name", "");
    String systemRoot = System.getenv("SystemRoot");
    boolean display = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    return of(url -> command(os, systemRoot, display, url), BrowserLauncher::start);
  }

  /** Returns a launcher of a command for each URL and a way to start it. */
  static BrowserLauncher of(Command command, Starter starter) {
    return url -> {
      // Other users can read the command line: nothing else than a one-time URL may be on it.
      if (!START_URL.matcher(url.toString()).matches()) {
        return false;
      }
      List<String> words = command.of(url.toString());
      return !words.isEmpty() && starter.start(words);
    };
  }

  /** Returns the program and its arguments; empty if there is no browser to be expected. */
  static List<String> command(String os, @Nullable String systemRoot, boolean display, String url) {
    String name = Ascii.toLowerCase(os);
    if (name.startsWith("mac")) {
      return List.of("open", url);
    } else if (name.startsWith("windows")) {
      // With its path, because Windows looks into the working directory before its own.
      String program = systemRoot == null ? "rundll32" : systemRoot + "\\System32\\rundll32.exe";
      return List.of(program, "url.dll,FileProtocolHandler", url);
    }
    return display ? List.of("xdg-open", url) : List.of();
  }

  /** Starts a command; false if it does not exist or fails at once. */
  static boolean start(List<String> command) {
    Path executable = ExecutableFinder.find(command.get(0), System.getenv());
    if (executable == null) {
      return false;
    }
    try {
      Process process =
          ChildProcess.builder(executable, command.subList(1, command.size()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      // A launcher that has nothing to launch says so at once; some stay as long as the browser.
      return !process.waitFor(2, TimeUnit.SECONDS) || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Makes the command for a URL. */
  @FunctionalInterface
  interface Command {
    List<String> of(String url);
  }

  /** Starts a command; false if it cannot. */
  @FunctionalInterface
  interface Starter {
    boolean start(List<String> command);
  }
}
