package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;

/** The samples about a whole building: loaded, imported, queried and drawn. */
class BuildingSamplesTest extends SamplesFixture {
  private static final Map<String, String> SMALL_TOWER =
      Map.of("ADT_SAMPLE_FLOORS", "3", "ADT_SAMPLE_ROOMS", "8");

  private static void as(Surroundings in, Consumer<DigitalTwinsClient> user) {
    UserSignIn alice = SignIn.with(in.config()).httpClient(in.http()).browser(in.browser());
    alice.signIn();
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      user.accept(instance.client(alice));
    }
  }

  /**
   * These surroundings, where calls of this path (all below it, if it ends so) have this response.
   */
  private static Surroundings answering(Surroundings in, String path, int status, String json) {
    Interceptor response =
        chain -> {
          Request request = chain.request();
          String asked = request.url().encodedPath();
          boolean hit = path.endsWith("/") ? asked.startsWith(path) : asked.equals(path);
          if (!hit) {
            return chain.proceed(request);
          }
          return new Response.Builder()
              .request(request)
              .protocol(Protocol.HTTP_1_1)
              .code(status)
              .message("")
              .body(ResponseBody.create(json, MediaType.get("application/json")))
              .build();
        };
    return new Surroundings(
        in.config(),
        in.http().newBuilder().addInterceptor(response).build(),
        in.browser(),
        in.deviceCode(),
        in.inboundToken(),
        in.environment(),
        in.out());
  }

  @Test
  void queryTwinsPageByPage_tellsWhatEachPageCost_andGoesOnBehindTheFirst() {
    assertThat(run(Role.NATIVE_APP, QueryTwinsPageByPage::run))
        .contains("   BulkReport[79 done, 0 skipped, 0 failed]")
        .contains("   Room 101: 24.0 degrees")
        .contains("   … 26 rooms in all")
        .containsSubsequence(
            "3. The first page alone",
            "   10 rooms for 3.50 query units; there is more",
            "4. The others",
            "   10 rooms for 3.50 query units; there is more",
            "   6 rooms for 3.10 query units; that was the last page")
        .doesNotContain("There are none.");
  }

  @Test
  void loadABuilding_putsEverything_andRunAgainNothing() {
    Sample twice =
        in -> {
          LoadABuilding.run(in);
          in.out().println("AGAIN");
          LoadABuilding.run(in);
        };
    String[] runs = run(Role.NATIVE_APP, twice, SMALL_TOWER).split("AGAIN", 2);
    assertThat(runs[0])
        .contains("28 twins, 27 relationships.")
        .contains("[####################....................]  50 %")
        .contains("[########################################] 100 %")
        .containsPattern("Created: +55\n")
        .containsPattern("There already: +0\n")
        .contains("All is there.");
    assertThat(runs[1])
        .containsPattern("Created: +0\n")
        .containsPattern("There already: +55\n")
        .containsPattern("Failed: +0\n")
        .contains("All is there.");
  }

  @Test
  void loadABuilding_saysWhatFailed_andTheNextRunPutsWhatIsMissing() {
    String rejection =
        "{\"error\":{\"code\":\"ValidationFailed\",\"message\":\"No second floor.\"}}";
    Sample sample =
        in -> {
          LoadABuilding.run(answering(in, "/digitaltwins/tower-2", 400, rejection));
          in.out().println("AGAIN");
          LoadABuilding.run(in);
        };
    String[] runs = run(Role.NATIVE_APP, sample, SMALL_TOWER).split("AGAIN", 2);
    assertThat(runs[0])
        .contains("[########################################] 100 %, 10 failed")
        .containsPattern("Created: +45\n")
        .containsPattern("Failed: +10\n")
        .containsPattern("twin .tower-2.: .*No second floor\\.")
        .contains("Run it again: it puts what is missing.");
    assertThat(runs[1]).containsPattern("Created: +10\n").contains("All is there.");
  }

  @Test
  void watchAnImportJob_tellsHowItGoesAndEnds() {
    Sample imported =
        in -> {
          WatchAnImportJob.run(in);
          as(in, twins -> in.out().println(twins.getTwin("annex-1-kitchen", Room.class)));
        };
    assertThat(run(Role.IMPORTER, imported))
        .containsPattern("Started import-")
        .containsPattern("import-.*: running")
        .containsPattern("import-.*: succeeded")
        .contains("Everything is imported.")
        .contains("in detail: https://contoso.blob.core.windows.net/samples/building.log")
        .contains("name=Kitchen, temperature=22.5");
  }

  @Test
  void watchAnImportJob_waitsForTheJobOfSomebodyElse() {
    String empty = "https://contoso.blob.core.windows.net/samples/empty.ndjson";
    Sample second =
        in -> {
          as(in, twins -> twins.jobs().imports().start("somebody-elses", empty, empty));
          WatchAnImportJob.run(in);
        };
    assertThat(run(Role.IMPORTER, second))
        .containsSubsequence(
            "Cannot start another job while one is in progress.",
            "   somebody-elses: succeeded",
            "Started import-",
            "Everything is imported.");
  }

  @Test
  void watchAnImportJob_saysWhyItFailed() {
    String failed =
        "{\"id\":\"import-1\",\"inputBlobUri\":\"https://a.b/in\",\"outputBlobUri\":\"https://a.b/log\","
            + "\"status\":\"failed\",\"error\":{\"code\":\"x\",\"message\":\"Line 7 is bad.\"}}";
    Sample sample = in -> WatchAnImportJob.run(answering(in, "/jobs/imports/", 200, failed));
    assertThat(run(Role.IMPORTER, sample))
        .contains("It failed: Line 7 is bad.")
        .contains("in detail: https://a.b/log")
        .doesNotContain("Everything is imported.");
  }

  @Test
  void drawTheGraph_showsEachTwin() throws Exception {
    String text = run(Role.NATIVE_APP, DrawTheGraph::run, SMALL_TOWER);
    assertThat(text).contains("28 twins, 27 relationships.");
    Matcher file = Pattern.compile("Open (file:\\S+\\.svg) in a browser").matcher(text);
    assertThat(file.find()).as(text).isTrue();
    Path picture = Path.of(URI.create(file.group(1)));
    List<String> texts = TwinGraphTest.texts(Files.readString(picture));
    Files.delete(picture);
    List<String> labels = new ArrayList<>(List.of("Tower", "Building", "Floor", "Room"));
    for (int floor = 1; floor <= 3; floor++) {
      labels.add("Floor " + floor);
      for (int room = 1; room <= 8; room++) {
        labels.add("Room " + (floor * 100 + room));
      }
    }
    assertThat(texts).containsAll(labels).contains("has", "contains", "temperature 24.0");
  }
}
