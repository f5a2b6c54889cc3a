package io.github.adtauth.samples;

import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.Relationship;
import io.github.adtauth.twins.TwinQuery;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The twins of an instance and their relationships as a picture (SVG) to open in a browser; of a
 * large instance the first 300. One that is empty gets a small building.
 *
 * <p>For Azure set {@code AZURE_CLIENT_ID}, {@code AZURE_TENANT_ID} and {@code ADT_ENDPOINT}.
 */
public final class DrawTheGraph {
  private static final int MOST = 300; // in a picture of more nobody finds anything

  private DrawTheGraph() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.NATIVE_APP, DrawTheGraph::run);
  }

  static void run(Surroundings in) throws Exception {
    PrintStream out = in.out();
    UserSignIn user = SignIn.with(in.config()).httpClient(in.http()).browser(in.browser());
    user.signIn();
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      DigitalTwinsClient twins = instance.client(user);
      List<DigitalTwin> found = find(twins);
      if (found.isEmpty()) {
        out.println("The instance is empty: it gets a small building.");
        Building.uploadModels(twins);
        out.println(twins.bulk().run(Tower.of(in.environment(), 3, 4).items()));
        found = find(twins); // on Azure a query sees a change some seconds later: run it again
      }
      TwinQuery all = TwinQuery.of("SELECT * FROM relationships");
      TwinGraph graph = new TwinGraph(found, twins.query(all, Relationship.class));
      Path file = Files.createTempFile("twin-graph", ".svg");
      Files.writeString(file, TwinGraphSvg.of(graph));
      out.printf("%d twins, %d relationships.%n", found.size(), graph.edges().size());
      out.println("Open " + file.toUri() + " in a browser.");
    }
  }

  private static List<DigitalTwin> find(DigitalTwinsClient twins) {
    TwinQuery all = TwinQuery.of("SELECT * FROM digitaltwins");
    return twins.query(all, DigitalTwin.class).stream().limit(MOST).toList();
  }
}
