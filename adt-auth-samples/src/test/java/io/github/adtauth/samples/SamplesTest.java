package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final Map<String, String> NO_VARIABLES = Map.of();

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  private String run(Role role, Sample sample) {
    boolean succeeded = Launcher.run(role, sample, NO_VARIABLES, out);
    String text = written.toString(StandardCharsets.UTF_8);
    assertThat(succeeded).as(text).isTrue();
    assertThat(text).contains("EMBEDDED STAND-IN");
    return text;
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
