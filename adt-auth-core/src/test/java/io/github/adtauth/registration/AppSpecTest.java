package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppSpecTest {
  private static final String ID = "11111111-1111-4111-8111-111111111111";
  private static final AppSpec TOOL = AppSpec.desktop("Tool");

  private static void assertRejected(Runnable action) {
    assertThatThrownBy(action::run).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x' or '", ID + "/..", ID + "\n", "api://" + ID, "$(id)"})
  void invalidGuid_isRejected(String id) {
    if (!id.strip().equals(ID)) {
      assertRejected(() -> TOOL.clientId(id));
      assertRejected(() -> TOOL.callsWebApi(id));
      assertRejected(() -> TOOL.assignRole(id, InstanceRole.DATA_OWNER, resource("rg", "a")));
      assertRejected(
          () ->
              AppSpec.webApi("x", AppCredential.federated("https://i", "s"))
                  .preAuthorizedClient(id));
    } else {
      assertThat(TOOL.clientId(id).clientId()).contains(ID);
    }
  }

  private static String resource(String group, String name) {
    return "/subscriptions/"
        + ID
        + "/resourceGroups/"
        + group
        + "/providers/Microsoft.DigitalTwins/digitalTwinsInstances/"
        + name;
  }

  @Test
  void resourceId_mustNameAnInstance() {
    for (String fit :
        new String[] {resource("rg_(1).x-y", "contoso-1"), resource("gebäude", "A")}) {
      assertThat(TOOL.assignRole(InstanceRole.DATA_READER, fit + "\n").roleAssignments())
          .hasSize(1);
    }
    for (String invalid :
        new String[] {
          resource("..", "a"),
          resource("rg", ".."),
          resource("rg", "a/../b"),
          resource("$(id)", "a"),
          resource("rg", "a b"),
          resource("rg", "a\"; id"),
          resource("rg\n", "a"),
          resource("rg", "a?x=y"),
          resource("rg", "a").replace(ID, ".."),
          "contoso"
        }) {
      assertRejected(() -> TOOL.assignRole(InstanceRole.DATA_READER, invalid));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "a\nb", "a\u001b[2Jb", "a\u202eb", "a\u2028b"})
  void invisibleName_isRejected(String name) {
    assertRejected(() -> AppSpec.desktop(name));
    assertRejected(() -> AppCredential.federated("https://issuer.example", name));
    assertRejected(() -> AppCredential.federated(name, "subject"));
  }

  @Test
  void pageUri_mustBeHttpsOrLoopback() {
    for (String fit :
        new String[] {
          "https://rooms.example/back?x=1",
          "http://localhost",
          "http://localhost:8080/",
          "http://127.0.0.1/x"
        }) {
      assertThat(AppSpec.browserPage("Page", fit).redirectUris()).containsExactly(fit);
    }
    for (String invalid :
        new String[] {
          "",
          "https://",
          "http://rooms.example/",
          "http://localhost.evil.example/",
          "ftp://x",
          "https://rooms.example/#a",
          "https://*.example/",
          "https://rooms.example/\n",
          "rooms",
          "https://rooms.example/" + "x".repeat(300)
        }) {
      assertRejected(() -> AppSpec.browserPage("Page", invalid));
    }
  }

  @Test
  void excessiveLifetime_isRejected() {
    for (Duration life :
        new Duration[] {Duration.ZERO, Duration.ofDays(-1), Duration.ofSeconds(Long.MAX_VALUE)}) {
      assertRejected(() -> AppCredential.newCertificate(Path.of("x.pem"), life));
      assertRejected(() -> AppCredential.secret(life));
    }
  }
}
