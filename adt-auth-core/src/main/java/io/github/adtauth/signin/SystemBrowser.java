package io.github.adtauth.signin;

import io.github.adtauth.internal.signin.BrowserLauncher;
import java.net.URI;
import java.util.function.Consumer;

/** The browser of the machine, for {@link SignIn#browser(Consumer)}. */
public final class SystemBrowser {
  private SystemBrowser() {}

  /**
   * Returns an opener that starts the system browser and, where there is none, hands the URL over:
   * {@code SystemBrowser.orElse(url -> out.println("Open " + url))}.
   *
   * <p>It starts the browser with the start URL of a sign-in only, which is {@code
   * http://localhost:{port}/start/{nonce}}; any other URL is handed over. The start URL works in a
   * browser on this machine, once.
   */
  public static Consumer<URI> orElse(Consumer<URI> show) {
    return url -> {
      if (!BrowserLauncher.system().open(url)) {
        show.accept(url);
      }
    };
  }
}
