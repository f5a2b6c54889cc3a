package io.github.adtauth.signin;

import io.github.adtauth.internal.signin.BrowserLauncher;
import java.net.URI;
import java.util.function.Consumer;

/** Opens the default browser of the machine; for {@link SignIn#browser(Consumer)}. */
public final class SystemBrowser {
  private SystemBrowser() {}

  /**
   * Returns an opener that starts the system browser. If there is none, it passes the URL to the
   * fallback: {@code SystemBrowser.orElse(url -> out.println("Open " + url))}.
   *
   * <p>The browser is started only with the start URL of a sign-in, which is {@code
   * http://localhost:{port}/start/{nonce}}. Any other URL is passed to the fallback. The start URL
   * can be opened once, in a browser on this machine.
   */
  public static Consumer<URI> orElse(Consumer<URI> fallback) {
    return url -> {
      if (!BrowserLauncher.system().open(url)) {
        fallback.accept(url);
      }
    };
  }
}
