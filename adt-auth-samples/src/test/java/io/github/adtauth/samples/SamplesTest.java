package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.DigitalTwinsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest extends SamplesFixture {
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

  @EnabledOnOs(OS.LINUX) // the embedded Redis
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
