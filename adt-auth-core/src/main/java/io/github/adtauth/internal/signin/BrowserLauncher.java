package io.github.adtauth.internal.signin;

import io.github.adtauth.internal.identity.ChildProcess;
import io.github.adtauth.internal.identity.ExecutableFinder;
import io.github.adtauth.internal.os.OperatingSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Opens a URL in the user's browser (RFC 8252 4.1). Does not use a shell, so the URL is always a
 * single argument.
 */
@FunctionalInterface
public interface BrowserLauncher {
  /** The URL that {@link SignInAttempt} serves. */
  Pattern START_URL =
      Pattern.compile("http://(localhost|127\\.0\\.0\\.1):[1-9][0-9]{0,4}/start/[A-Za-z0-9_-]{43}");

  /**
   * Opens the start URL of a sign-in. Returns false if it is not a start URL, or no browser can be
   * started.
   */
  boolean open(URI url);

  /** Returns the launcher of this machine. */
  static BrowserLauncher system() {
    OperatingSystem system = OperatingSystem.current();
    Map<String, String> environment = system.environment(System.getenv());
    return of(url -> command(system, environment, url), BrowserLauncher::start);
  }

  /** Returns a launcher that builds and starts commands with the given functions. */
  static BrowserLauncher of(Command command, Starter starter) {
    return url -> {
      // Other users can read the command line, so only a one-time URL may be part of it.
      if (!START_URL.matcher(url.toString()).matches()) {
        return false;
      }
      List<String> words = command.of(url.toString());
      return !words.isEmpty() && starter.start(words);
    };
  }

  /** Returns the program and its arguments, or an empty list if there is probably no browser. */
  static List<String> command(OperatingSystem system, Map<String, String> environment, String url) {
    if (system == OperatingSystem.MACOS) {
      return List.of("open", url);
    } else if (system.isWindows()) {
      // An absolute path, because Windows searches the working directory first.
      String root = environment.get("SystemRoot");
      String program = root == null ? "rundll32" : root + "\\System32\\rundll32.exe";
      return List.of(program, "url.dll,FileProtocolHandler", url);
    }
    boolean display =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return display ? List.of("xdg-open", url) : List.of();
  }

  /** Starts a command. Returns false if it does not exist or fails immediately. */
  static boolean start(List<String> command) {
    Path executable = ExecutableFinder.ofMachine().find(command.get(0), System.getenv());
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
      // A launcher without a browser fails immediately. Some launchers run as long as the browser.
      return !process.waitFor(2, TimeUnit.SECONDS) || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Builds the command for a URL. */
  @FunctionalInterface
  interface Command {
    List<String> of(String url);
  }

  /** Starts a command. Returns false if it cannot be started. */
  @FunctionalInterface
  interface Starter {
    boolean start(List<String> command);
  }
}
