package io.github.adtauth.samples;

import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.FileTokenStore;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.SealingKeySource;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.TwinQuery;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A command-line tool whose user stays signed in: the sign-in is kept, sealed, in a folder of the
 * user's, and found again with the next start, silently. The key file protects copies and backups
 * of the folder, not against programs that run as the same user.
 */
public final class StaySignedIn {
  private StaySignedIn() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.NATIVE_APP, StaySignedIn::run);
  }

  static void run(Surroundings in) throws Exception {
    Path home = Files.createTempDirectory("adt-auth-sample"); // yours: user.home and .my-tool
    Path folder = Files.createDirectories(home.resolve("accounts"));
    KeyRing ring = SealingKeySource.fromKeyFile(home.resolve("key"), folder).keyRing();
    TokenStore store = FileTokenStore.create(folder, ring);
    for (int start = 1; start <= 2; start++) {
      UserSignIn user =
          SignIn.with(in.config()).httpClient(in.http()).store(store).browser(in.browser());
      Account account = user.currentAccount().orElse(null);
      if (account == null) {
        in.out().println("Start " + start + ": please sign in.");
        account = user.signIn();
      }
      in.out().println("Start " + start + ": hello, " + account.name());
      try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
        TwinQuery all = TwinQuery.of("SELECT * FROM digitaltwins");
        long count = instance.client(user).query(all, DigitalTwin.class).stream().count();
        in.out().println("The instance has " + count + " twins.");
      }
    }
  }
}
