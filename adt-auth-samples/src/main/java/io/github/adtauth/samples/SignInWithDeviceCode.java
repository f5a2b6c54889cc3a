package io.github.adtauth.samples;

import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.TwinQuery;

/**
 * A command-line program on a machine without a browser: its user signs in on another device. Allow
 * public client flows in the registration.
 */
public final class SignInWithDeviceCode {
  private SignInWithDeviceCode() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.NATIVE_APP, SignInWithDeviceCode::run);
  }

  static void run(Surroundings in) {
    // In a program of your own: .deviceCode(prompt -> System.out.println(prompt.message())).
    UserSignIn user = SignIn.with(in.config()).httpClient(in.http()).deviceCode(in.deviceCode());
    in.out().println("Hello, " + user.signIn().name());
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      TwinQuery all = TwinQuery.of("SELECT * FROM digitaltwins");
      long count = instance.client(user).query(all, DigitalTwin.class).stream().count();
      in.out().println("The instance has " + count + " twins.");
    }
  }
}
