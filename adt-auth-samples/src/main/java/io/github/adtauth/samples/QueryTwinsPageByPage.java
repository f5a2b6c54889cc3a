package io.github.adtauth.samples;

import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.Page;
import io.github.adtauth.twins.TwinQuery;
import java.io.PrintStream;

/**
 * A query whose values are bound, read as one sequence, and page by page: what each page cost, and
 * how to go on behind one later, or elsewhere.
 *
 * <p>For Azure set {@code AZURE_CLIENT_ID}, {@code AZURE_TENANT_ID} and {@code ADT_ENDPOINT}.
 */
public final class QueryTwinsPageByPage {
  private QueryTwinsPageByPage() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.NATIVE_APP, QueryTwinsPageByPage::run);
  }

  static void run(Surroundings in) throws Exception {
    PrintStream out = in.out();
    UserSignIn user = SignIn.with(in.config()).httpClient(in.http()).browser(in.browser());
    user.signIn();
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      DigitalTwinsClient twins = instance.client(user);

      out.println("1. A building to ask about, unless it is there");
      Building.uploadModels(twins);
      out.println("   " + twins.bulk().run(Tower.of(in.environment(), 3, 12).items()));

      out.println("2. Which rooms are warmer than 20 degrees? The next page is fetched ahead");
      TwinQuery warm =
          TwinQuery.of(
                  "SELECT * FROM digitaltwins T WHERE IS_OF_MODEL(T, ?) AND T.temperature > ?",
                  "dtmi:example:building:Room;1",
                  20)
              .pageSize(10);
      int count = 0;
      for (Room room : twins.query(warm, Room.class)) {
        count++;
        if (count <= 3) {
          out.printf("   %s: %.1f degrees%n", room.name(), room.temperature());
        }
      }
      out.println("   … " + count + " rooms in all");

      out.println("3. The first page alone");
      Page<Room> first = twins.query(warm, Room.class).byPage().iterator().next();
      tell(out, first);

      out.println("4. The others: later, in another process, with the token alone");
      String token = first.continuationToken();
      if (token == null) {
        out.println("   There are none. (On Azure a query sees a change some seconds later.)");
        return;
      }
      TwinQuery rest = TwinQuery.fromContinuationToken(token).pageSize(10);
      for (Page<Room> page : twins.query(rest, Room.class).byPage()) {
        tell(out, page);
      }
    }
  }

  private static void tell(PrintStream out, Page<Room> page) {
    out.printf(
        "   %d rooms for %.2f query units; %s%n",
        page.items().size(),
        page.queryCharge(),
        page.continuationToken() == null ? "that was the last page" : "there is more");
  }
}
