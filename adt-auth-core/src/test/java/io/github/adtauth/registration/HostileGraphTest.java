package io.github.adtauth.registration;

import static io.github.adtauth.registration.AdministratorFixture.GRAPH;
import static io.github.adtauth.registration.AdministratorFixture.RESOURCE_MANAGER;
import static io.github.adtauth.registration.AdministratorFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.registration.DirectoryReader;
import io.github.adtauth.internal.registration.GraphJson;
import io.github.adtauth.testkit.http.Faults;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests untrusted responses in place of those of Graph and Resource Manager. */
class HostileGraphTest {
  private static final String ID = "11111111-1111-4111-8111-111111111111";
  private static final AppSpec TOOL = AppSpec.desktop("Tool");

  private final AdministratorFixture alice = new AdministratorFixture();

  @AfterEach
  void close() {
    alice.close();
  }

  private void assertUnexpectedResponse(AppSpec spec) {
    assertThatThrownBy(() -> alice.plan(spec))
        .isInstanceOf(UnexpectedResponseException.class)
        .message()
        .hasSizeLessThan(400);
    assertThat(alice.azure.graph().writes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "<html>",
        "{`value`:{}}",
        "{`value`:[1]}",
        "{`value`:[{}]}",
        "{`error`:{`code`:`x`,`message`:`y`}}",
        "{`value`:[{`id`:`..`,`appId`:`" + ID + "`}]}",
        "{`value`:[{`id`:`" + ID + "`,`appId`:`a' or 'a' eq 'a`}]}",
        "{`value`:[{`id`:`" + ID + "/../../me?x=`,`appId`:`" + ID + "`}]}"
      })
  void invalidList_isUnexpectedResponse(String body) {
    alice.scriptGet(GRAPH, "/applications", json(200, body));

    assertUnexpectedResponse(TOOL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{`appId`:null,`id`:7}",
        "{`error`:{`code`:`x`}}",
        "{`id`:`" + ID + "`,`appId`:`22222222-2222-4222-8222-222222222222`}",
        "{`id`:`..`,`appId`:`" + ID + "`}"
      })
  void otherApplication_isUnexpectedResponse(String body) {
    alice.scriptGet(GRAPH, "/applications", json(200, body));

    assertUnexpectedResponse(TOOL.clientId(ID));
  }

  @Test
  void notFoundPage_isNotAnEmptyTenant() {
    alice.scriptGet(GRAPH, "/applications", Faults.html(404));
    assertUnexpectedResponse(TOOL);
    assertUnexpectedResponse(TOOL.clientId(ID));
  }

  @Test
  void endlessList_isLimited() {
    String next = "https://graph.microsoft.com/v1.0/applications?$skiptoken=x";
    alice.scriptGet(
        GRAPH, "/applications", json(200, "{`value`:[],`@odata.nextLink`:`" + next + "`}"));
    assertUnexpectedResponse(TOOL);
  }

  @Test
  void endlessLongPages_areLimited() {
    String next = "https://graph.microsoft.com/v1.0/applications?$skiptoken=x";
    String page = "{`value`:[],`x`:`" + "x".repeat(3 << 20) + "`,`@odata.nextLink`:`" + next + "`}";
    alice.scriptGet(GRAPH, "/applications", json(200, page));

    assertUnexpectedResponse(TOOL);

    assertThat(alice.azure.requests(GRAPH)).hasSizeLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://graph.microsoft.com.evil.example/v1.0/applications",
        "http://graph.microsoft.com/v1.0/applications",
        "https://graph.microsoft.com:8443/v1.0/applications",
        "https://contoso.api.weu.digitaltwins.azure.net/",
        "//evil.example/",
        "/v1.0/applications"
      })
  void nextLinkToOtherHost_isNotFollowed(String link) {
    alice.scriptGet(
        GRAPH, "/applications", json(200, "{`value`:[],`@odata.nextLink`:`" + link + "`}"));

    assertThatThrownBy(() -> alice.plan(TOOL)).isInstanceOf(AdtException.class);

    assertThat(alice.azure.requests()).extracting(request -> request.host()).containsOnly(GRAPH);
    assertThat(alice.azure.requests()).hasSize(1);
  }

  @Test
  void redirect_isNotFollowed() {
    alice.scriptGet(
        GRAPH,
        "/applications",
        new MockResponse.Builder()
            .code(302)
            .setHeader("Location", "https://contoso.api.weu.digitaltwins.azure.net/")
            .build());
    assertUnexpectedResponse(TOOL);
    assertThat(alice.azure.requests()).hasSize(1);
  }

  @Test
  void endlessOrDeepResponse_isRejected() {
    alice.scriptGet(GRAPH, "/applications", Faults.huge(50_000_000));
    assertUnexpectedResponse(TOOL);
    alice.graph().clear();
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    alice.scriptGet(GRAPH, "/applications", json(200, "{`value`:" + deep + "}"));
    assertUnexpectedResponse(TOOL);
  }

  @Test
  void errorResponse_isSanitizedAndTruncated() {
    String message =
        "bad\\u001b[2J\\r\\nroot: \\u202egnirts\\u009b31m eyJhbGciOi.eyJzdWIi.c2ln "
            + "x".repeat(9_000);
    String code = "x\\n".repeat(9_000);
    alice.scriptGet(
        GRAPH,
        "/applications",
        json(403, "{`error`:{`code`:`" + code + "`,`message`:`" + message + "`}}")
            .newBuilder()
            .setHeader("request-id", "a b ".repeat(500))
            .build());

    RegistrationException rejection =
        catchThrowableOfType(RegistrationException.class, () -> alice.plan(TOOL));

    assertThat(rejection.getMessage())
        .startsWith("Could not look for the application: bad root:")
        .doesNotContainPattern("[\\p{Cc}\\u202e]")
        .doesNotContain("c2ln")
        .hasSizeLessThan(1_000);
    assertThat(rejection.errorCode()).isEmpty();
    assertThat(rejection.correlationId()).isEmpty();
  }

  @Test
  void directoryNames_areSanitized() {
    alice.scriptGet(GRAPH, "/me", json(200, "{`displayName`:`A\\u001b[1A\\nB`}"));
    assertThat(alice.registration.signedInAs()).startsWith("A B (").doesNotContain("\u001b");

    alice.scriptGet(
        GRAPH, "/organization", json(200, "{`value`:[{`id`:`" + ID + "\\nclientSecret=x`}]}"));
    assertUnexpectedResponse(TOOL);
  }

  @Test
  void userWithUnreadableName_isNotAnApplication() {
    alice.scriptGet(GRAPH, "/me", json(403, "{`error`:{`code`:`Authorization_RequestDenied`}}"));

    assertThat(alice.registration.signedInAs()).startsWith("a user in Contoso");
  }

  @Test
  void consentOfOtherClient_isIgnored() {
    RegisteredApp app = alice.register(TOOL);
    String grants =
        "{`value`:[{`id`:`g`,`clientId`:`"
            + ID
            + "`,`consentType`:`AllPrincipals`,`resourceId`:`"
            + GraphJson.string(Objects.requireNonNull(alice.plan(TOOL).state().resource()), "id")
            + "`,`scope`:`x`}]}";
    alice.scriptGet(GRAPH, "/oauth2PermissionGrants", json(200, grants));

    assertThat(alice.plan(TOOL.clientId(app.clientId()).allowWiderConsent()).toString())
        .contains("+ consent of the tenant")
        .doesNotContain("~ consent");
  }

  @Test
  void membersOfWrongType_areIgnored() {
    RegisteredApp app =
        alice.register(AppSpec.service("Job", AppCredential.secret(Duration.ofDays(9))));
    String ids = "`id`:`" + ID + "`,`appId`:`" + app.clientId() + "`";
    String twins = "`resourceAppId`:`" + DirectoryReader.DIGITAL_TWINS + "`";
    alice.scriptGet(
        GRAPH,
        "/applications",
        json(
            200,
            "{`value`:[],"
                + ids
                + ",`requiredResourceAccess`:[{"
                + twins
                + ",`resourceAccess`:[1,[],null]}],`publicClient`:7,`api`:[],`keyCredentials`:{},"
                + "`passwordCredentials`:[{`displayName`:`adt-auth`,`endDateTime`:`soon`}]}"));

    assertThat(alice.plan(TOOL.clientId(app.clientId())).changes()).isNotEmpty();
    assertThatThrownBy(
            () ->
                alice.plan(
                    AppSpec.service("Job", AppCredential.secret(Duration.ofDays(9)))
                        .clientId(app.clientId())))
        .isInstanceOf(UnexpectedResponseException.class);
  }

  @Test
  void invalidInstanceHost_isNotWritten() {
    AppSpec spec =
        TOOL.assignRole(
            alice.azure.entra().alice().oid(), InstanceRole.DATA_OWNER, alice.azure.instanceId());
    for (String host :
        new String[] {
          "evil.example",
          "a.digitaltwins.azure.net\\nclientSecret=x",
          "user@x",
          "a..digitaltwins.azure.net",
          "a.".repeat(10_000) + "digitaltwins.azure.net",
          "a".repeat(300) + ".digitaltwins.azure.net"
        }) {
      alice.scriptGet(
          RESOURCE_MANAGER,
          "/digitalTwinsInstances/contoso",
          json(200, "{`value`:[],`properties`:{`hostName`:`" + host + "`}}"));
      assertUnexpectedResponse(spec);
      alice.azure.script(RESOURCE_MANAGER).clear();
    }
  }

  @Test
  void roleInUpperCase_isRecognized() {
    String user = alice.azure.entra().alice().oid();
    AppSpec spec = TOOL.assignRole(user, InstanceRole.DATA_OWNER, alice.azure.instanceId());
    String assignment =
        "{`value`:[{`properties`:{`principalId`:`"
            + user
            + "`,`roleDefinitionId`:`/x/ROLEDEFINITIONS/"
            + InstanceRole.DATA_OWNER.id().toUpperCase(Locale.ROOT)
            + "`}}]}";
    alice.scriptGet(RESOURCE_MANAGER, "/roleAssignments", json(200, assignment));

    assertThat(alice.plan(spec).toString()).doesNotContain("+ role");
  }

  @Test
  void lostConnection_isReported() {
    alice.scriptGet(GRAPH, "/applications", Faults.disconnect());
    assertThatThrownBy(() -> alice.plan(TOOL))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("The connection to graph.microsoft.com broke.");
  }

  @Test
  void interrupt_isPreservedAndNotAnOutage() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> alice.plan(TOOL)).isInstanceOf(CallCanceledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(alice.plan(TOOL).changes()).isNotEmpty();
  }

  @Test
  void specialCharactersInName_areQuoted() {
    alice.register(TOOL);
    for (String name :
        new String[] {
          "x' or displayName eq 'Tool", "O'Brien and söhne + co & # 100 % /..?", "''"
        }) {
      assertThat(alice.plan(AppSpec.desktop(name)).toString()).contains(", new\n");
      RegisteredApp made = alice.register(AppSpec.desktop(name));
      assertThat(alice.plan(AppSpec.desktop(name)).toString()).contains(made.clientId());
    }
  }
}
