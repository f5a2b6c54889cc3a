package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  private static final Map<String, String> NO_VARIABLES = Map.of();
  private static final Map<String, String> SMALL_TOWER =
      Map.of("ADT_SAMPLE_FLOORS", "3", "ADT_SAMPLE_ROOMS", "8");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  private String run(Role role, Sample sample) {
    return run(role, sample, NO_VARIABLES);
  }

  private String run(Role role, Sample sample, Map<String, String> variables) {
    boolean succeeded = Launcher.run(role, sample, variables, out);
    String text = written.toString(StandardCharsets.UTF_8);
    assertThat(succeeded).as(text).isTrue();
    assertThat(text).contains("EMBEDDED STAND-IN");
    return text;
  }

  private static void as(Surroundings in, Consumer<DigitalTwinsClient> user) {
    UserSignIn alice = SignIn.with(in.config()).httpClient(in.http()).browser(in.browser());
    alice.signIn();
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      user.accept(instance.as(alice));
    }
  }

  /**
   * These surroundings, where calls of this path (all below it, if it ends so) have this answer.
   */
  private static Surroundings answering(Surroundings in, String path, int status, String json) {
    Interceptor answer =
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
        in.http().newBuilder().addInterceptor(answer).build(),
        in.browser(),
        in.deviceCode(),
        in.inboundToken(),
        in.environment(),
        in.out());
  }

  @Test
  void quickstart_tellsEachStep() {
    assertThat(run(Role.NATIVE_APP, Quickstart::run))
        .contains("Alice Adams (alice@contoso.onmicrosoft.com) is signed in.")
        .contains("The token is good until ")
        .contains("POST   contoso.api.weu.digitaltwins.azure.net/models -> 201")
        .contains("Room 21 now has 27.5 degrees.")
        .contains("   Room 21: 27.5 degrees")
        .doesNotContain("   Room 22: 22.0 degrees");
  }

  @Test
  void signInWithBrowser_countsTwins() {
    assertThat(run(Role.NATIVE_APP, SignInWithBrowser::run))
        .contains("Hello, Alice Adams")
        .contains("0 twins");
  }

  @Test
  void signInWithDeviceCode_showsTheCode() {
    assertThat(run(Role.NATIVE_APP, SignInWithDeviceCode::run))
        .contains("enter the code")
        .contains("Hello, Alice Adams");
  }

  @Test
  void serviceWithSecret_changesARoom() {
    assertThat(run(Role.SERVICE, ServiceWithSecret::run)).contains("Room 21 has 24.0 degrees.");
  }

  @Test
  void servicesWithoutSecret_countTwins() {
    assertThat(run(Role.SERVICE_WITH_CERTIFICATE, ServiceWithCertificate::run)).contains("0 twins");
    assertThat(run(Role.SERVICE_IN_KUBERNETES, ServiceInKubernetes::run)).contains("0 twins");
    assertThat(run(Role.SERVICE_IN_AZURE, ServiceWithManagedIdentity::run)).contains("0 twins");
  }

  @Test
  void registerApp_plansRegistersAndWritesWhatTheQuickstartSignsInWith(@TempDir Path folder) {
    String file = folder.resolve("rooms.properties").toString();
    String[] arguments = {"apply", "--name", "Rooms of the README", "--file", file};

    assertThat(
            run(
                Role.ADMINISTRATOR,
                in -> {
                  RegisterApp.run(in);
                  RegisterApp.run(in, arguments);
                  RegisterApp.run(in, "plan", "--name", "Rooms of the README");
                  Surroundings registered =
                      new Surroundings(
                          DigitalTwinsConfig.fromFile(Path.of(file)),
                          in.http(),
                          in.browser(),
                          in.deviceCode(),
                          in.inboundToken(),
                          in.environment(),
                          in.out());
                  Quickstart.run(registered);
                  assertThat(CheckSetup.run(in, "--file", file, "--write")).isZero();
                }))
        .contains("Signed in as Alice Adams", "apply does what plan shows")
        .contains("+ application 'Rooms of the README'")
        .contains("the settings are in " + file)
        .contains("Left to do: Give its users")
        .contains("Nothing to change.")
        .contains("Room 21: 27.5 degrees");
  }

  @Test
  void registerApp_refusesWhatItDoesNotKnow_andLeavesFilesOfOthersAlone(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("other.properties"), "clientId=other\n");
    String nobody = "11111111-1111-4111-8111-111111111111";

    assertThat(
            run(
                Role.ADMINISTRATOR,
                in -> {
                  assertThatThrownBy(() -> RegisterApp.run(in, "aply"))
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageContaining("aply");
                  RegisterApp.run(in, "plan", "--client-id", nobody);
                  assertThatThrownBy(() -> RegisterApp.run(in, "apply", "--file", file.toString()))
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageContaining("it was not replaced");
                }))
        .contains("! There is no application with the Client ID " + nobody);
    assertThat(file).hasContent("clientId=other");
  }

  @Test
  void checkSetup_findsNothingWrong() {
    assertThat(run(Role.SETUP, in -> assertThat(CheckSetup.run(in)).isZero()))
        .contains("ok    sign-in")
        .contains("Healthy: ");
  }

  @Test
  void checkSetup_examinesServicesAndWebApisToo() {
    for (String way : List.of("--service", "--web-api")) {
      Role role = Role.ofSetup(way, "--write");
      assertThat(run(role, in -> assertThat(CheckSetup.run(in, way, "--write")).isZero()))
          .contains("Healthy: ");
    }
  }

  @Test
  void checkSetup_namesTheStepOfWhatIsWrong(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("rooms.properties"), "tenant=contoso.com\n");

    assertThat(
            run(
                Role.SETUP,
                in -> {
                  assertThat(CheckSetup.run(in, "--file", file.toString(), "--json")).isOne();
                  assertThat(CheckSetup.run(in, "--help")).isZero();
                  assertThatThrownBy(() -> CheckSetup.run(in, "--quick"))
                      .hasMessageContaining("--quick");
                }))
        .contains("\"healthy\": false")
        .contains("Client ID is missing", "step 4 (Overview");
  }

  @Test
  void firstOfSeveral_saysWhichItIs() {
    assertThat(run(Role.SERVICE_IN_AZURE, FirstOfSeveral::run))
        .contains("0 twins")
        .contains("Called as the managed identity system-assigned.");
  }

  @Test
  void staySignedIn_promptsOnce() {
    assertThat(run(Role.NATIVE_APP, StaySignedIn::run))
        .containsOnlyOnce("please sign in")
        .contains("Start 2: hello, Alice Adams");
  }

  @Test
  void onBehalfOfUser_exchangesTheTokenOnce() {
    assertThat(run(Role.WEB_API, OnBehalfOfUser::run))
        .contains("Twins that the user sees: 1")
        .containsOnlyOnce("login.microsoftonline.com/");
  }

  @Test
  void roomsOnJdkServer_answersWhoBringsATokenAndRefusesWhoDoesNot() {
    assertThat(run(Role.WEB_API, RoomsOnJdkServer::run))
        .contains("GET /rooms/room-21 -> 200")
        .contains("GET /rooms/room-21 -> 401")
        .contains("Bearer error=\"invalid_token\"");
  }

  @Test
  void twoNodes_shareWhatTheyKnow_andOutliveEachOtherAndRedis() {
    String text = run(Role.WEB_API, TwoNodes::run);
    assertThat(text).doesNotContain("-> 5");
    String[] parts = text.split("\n\\d\\. ");
    assertThat(parts).hasSize(5);
    assertThat(parts[1]).as("first node").contains("oauth2/v2.0/token");
    for (int later = 2; later < 5; later++) {
      assertThat(parts[later])
          .as(parts[later])
          .doesNotContain("oauth2/v2.0/token")
          .contains("GET /rooms/room-21 -> 200");
    }
  }

  @Test
  void ownOkHttpClient_callsAnyPath() {
    assertThat(run(Role.NATIVE_APP, OwnOkHttpClient::run)).contains("200 {");
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
    String refusal = "{\"error\":{\"code\":\"ValidationFailed\",\"message\":\"No second floor.\"}}";
    Sample sample =
        in -> {
          LoadABuilding.run(answering(in, "/digitaltwins/tower-2", 400, refusal));
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

  @Test
  void readThe2018Api_readsSpaces() {
    Embedded.Of2018 sample = ReadThe2018Api::run;
    assertThat(run(Role.NATIVE_APP, sample)).contains("200 [");
  }

  @Test
  void someVariablesSet_isAnErrorThatListsTheMissing() {
    Map<String, String> some = Map.of("AZURE_CLIENT_ID", "x", "ADT_ENDPOINT", " ");
    assertThat(Launcher.run(Role.NATIVE_APP, Quickstart::run, some, out)).isFalse();
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("[AZURE_TENANT_ID, ADT_ENDPOINT]");
  }

  @Test
  void wrongVariables_areNamed() {
    Map<String, String> wrong =
        Map.of(
            "AZURE_CLIENT_ID", "my app", "AZURE_TENANT_ID", "common", "ADT_ENDPOINT", "http://x");
    assertThat(Launcher.run(Role.NATIVE_APP, Quickstart::run, wrong, out)).isFalse();
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("AZURE_CLIENT_ID")
        .contains("AZURE_TENANT_ID")
        .contains("ADT_ENDPOINT");
  }
}
