package io.github.adtauth.samples;

import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.TwinQuery;

/**
 * A desktop program: its user signs in with the browser of the machine. Register {@code
 * http://localhost} as a redirect URI of a mobile or desktop application.
 */
public final class SignInWithBrowser {
  private SignInWithBrowser() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.NATIVE_APP, SignInWithBrowser::run);
  }

  static void run(Surroundings in) {
    // In a program of your own: .browser(), or .browser(SystemBrowser.orElse(url -> …)).
    UserSignIn user = SignIn.with(in.config()).httpClient(in.http()).browser(in.browser());
    in.out().println("Hello, " + user.signIn().name());
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      TwinQuery all = TwinQuery.of("SELECT * FROM digitaltwins");
      long count = instance.client(user).query(all, DigitalTwin.class).stream().count();
      in.out().println("The instance has " + count + " twins.");
    }
  }
}
