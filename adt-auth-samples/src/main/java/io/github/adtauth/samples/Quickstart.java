package io.github.adtauth.samples;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.Relationship;
import io.github.adtauth.twins.TwinQuery;
import java.io.PrintStream;
import java.util.List;

/**
 * The main job: from Client ID and Tenant to Digital Twins. Signs a user in with the browser,
 * models a building, fills it and asks which rooms are hot.
 */
public final class Quickstart {
  private Quickstart() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.NATIVE_APP, Quickstart::run);
  }

  static void run(Surroundings in) throws Exception {
    PrintStream out = in.out();
    out.println("1. Sign in");
    UserSignIn user = SignIn.with(in.config()).httpClient(in.http()).browser(in.browser());
    Account account = user.signIn();
    var token = user.token(TokenRequest.of(in.config().cloud().scope()));
    out.printf("   %s (%s) is signed in.%n", account.name(), account.username());
    out.printf("   The token is good until %s.%n", token.expiresAt().truncatedTo(SECONDS));

    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      DigitalTwinsClient twins = instance.client(user);

      out.println("2. Upload the models of a building");
      Building.uploadModels(twins);

      out.println("3. Create floors and rooms, and link them");
      for (String floor : List.of("floor-1", "floor-2")) {
        twins.putTwin(floor, new Floor(floor, "Floor " + floor.charAt(6)));
        for (int number = 1; number <= 2; number++) {
          String room = "room-" + floor.charAt(6) + number;
          twins.putTwin(room, new Room(room, "Room " + room.substring(5), 20 + number));
          twins.relationships(floor).put(floor + "-" + room, Relationship.of(room, "contains"));
        }
      }

      out.println("4. It is getting warm in room-21");
      twins.patchTwin("room-21", JsonPatch.create().replace("/temperature", 27.5));
      Room warm = twins.getTwin("room-21", Room.class);
      out.printf("   %s now has %.1f degrees.%n", warm.name(), warm.temperature());

      out.println("5. Which rooms are hotter than 25 degrees?");
      TwinQuery hot =
          TwinQuery.of(
              "SELECT * FROM digitaltwins T WHERE IS_OF_MODEL(T, ?) AND T.temperature > ?",
              "dtmi:example:building:Room;1",
              25);
      for (Room room : twins.query(hot, Room.class)) {
        out.printf("   %s: %.1f degrees%n", room.name(), room.temperature());
      }
      out.println("Done. (On Azure a query sees a change some seconds later.)");
    }
  }
}
