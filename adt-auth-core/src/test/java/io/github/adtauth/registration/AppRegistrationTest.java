package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.files.TestFiles;
import io.github.adtauth.signin.SignIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AppRegistrationTest extends AppRegistrationFixture {
  @Test
  void desktopTool_isRegisteredAndSignsUsersIn() throws IOException {
    RegistrationPlan plan = registration.plan(AppSpec.desktop("Rooms on the desk"));

    assertThat(plan.toString())
        .startsWith("Application 'Rooms on the desk' in tenant " + entra.tenantId() + ", new")
        .contains("+ application 'Rooms on the desk'")
        .contains("+ redirect URI http://localhost")
        .contains("+ public client flows are allowed")
        .contains("+ permission Read.Write of Azure Digital Twins")
        .contains("+ consent of the tenant to Read.Write");
    assertThat(graph.writes()).isZero();

    RegisteredApp app = registration.apply(plan);

    assertThat(app.tenant()).isEqualTo(entra.tenantId());
    assertThat(app.manualSteps())
        .containsExactly(
            "Give its users, preferably a group, the role: az role assignment create --role"
                + " \"Azure Digital Twins Data Owner\" --assignee-object-id <object id> --scope"
                + " <resource id of the instance>");
    signInAndCall(file(app));
  }

  @Test
  void signedInAs_namesUserAndTenant() {
    assertThat(registration.signedInAs())
        .startsWith("Alice Adams (alice@")
        .endsWith("in Contoso, tenant " + entra.tenantId());
  }

  @Test
  void secondRun_changesNothing() {
    for (AppSpec spec :
        new AppSpec[] {
          AppSpec.desktop("a"),
          AppSpec.service("b", AppCredential.secret(Duration.ofDays(90)))
              .assignRole(InstanceRole.DATA_READER, instanceId()),
          AppSpec.service(
              "c", AppCredential.newCertificate(folder.resolve("c.pem"), Duration.ofDays(90))),
          AppSpec.service("d", AppCredential.federated("https://issuer.example", "repo:x")),
          AppSpec.browserPage("e", "https://rooms.example/"),
          AppSpec.webApi("f", AppCredential.secret(Duration.ofDays(90)))
        }) {
      register(spec);
      int writes = graph.writes();

      RegistrationPlan again = registration.plan(spec);

      assertThat(again.changes()).as(again.toString()).isEmpty();
      assertThat(again.toString()).contains("Nothing to change.");
      registration.apply(again);
      assertThat(graph.writes()).isEqualTo(writes);
    }
  }

  @Test
  void service_signsInWithSecretAndRole() throws IOException {
    AppSpec spec =
        AppSpec.service("Job", AppCredential.secret(Duration.ofDays(90)))
            .assignRole(InstanceRole.DATA_OWNER, instanceId());
    RegisteredApp app = register(spec);
    Path file = folder.resolve("job.properties");
    app.writeTo(file, null); // the instance is known by its resource id

    DigitalTwinsConfig config = DigitalTwinsConfig.fromFile(file);
    assertThat(config.endpoint()).hasToString(azure.endpoint());
    call(
        config,
        SignIn.with(config)
            .httpClient(azure.httpClient())
            .service(ClientCredential.secret(config.clientSecret())));
    assertThat(app.manualSteps()).isEmpty();
    assertThat(app.toString()).doesNotContain(app.secret().orElseThrow().reveal());
    assertThat(registration.plan(spec).changes()).isEmpty();
  }

  @Test
  void service_signsInWithNewCertificate() throws IOException {
    Path pem = folder.resolve("job.pem");
    RegisteredApp app =
        register(
            AppSpec.service("Job", AppCredential.newCertificate(pem, Duration.ofDays(365)))
                .assignRole(InstanceRole.DATA_OWNER, instanceId()));

    assertThat(app.certificate()).contains(pem);
    TestFiles.assertOwnerOnly(pem);
    DigitalTwinsConfig config = file(app);
    call(
        config,
        SignIn.with(config)
            .httpClient(azure.httpClient())
            .service(ClientCredential.certificate(pem)));
  }

  @Test
  void roleOfGroup_admitsItsMembers() throws IOException {
    azure.twins().revokeRole(entra.alice().oid());
    String group = graph.addGroup("Rooms users", entra.alice());
    AppSpec spec = AppSpec.desktop("Tool").assignRole(group, InstanceRole.DATA_OWNER, instanceId());

    RegistrationPlan plan = registration.plan(spec);

    assertThat(plan.toString())
        .contains("+ role Azure Digital Twins Data Owner for principal " + group);
    signInAndCall(file(registration.apply(plan)));
    assertThat(registration.plan(spec).changes()).isEmpty();
  }

  @Test
  void webApi_callsOnBehalfOfUsersOfItsClient() throws IOException {
    RegisteredApp client = register(AppSpec.desktop("Rooms client"));
    AppSpec spec =
        AppSpec.webApi("Rooms API", AppCredential.secret(Duration.ofDays(90)))
            .preAuthorizedClient(client.clientId());
    RegisteredApp api = register(spec);
    RegistrationPlan plan =
        registration.plan(AppSpec.desktop("Rooms client").callsWebApi(api.clientId()));
    assertThat(plan.notes()).anyMatch(note -> note.contains("also requests: delegated permission"));
    registration.apply(plan);
    DigitalTwinsConfig config = file(api);

    String assertion = entra.assertionFor(entra.alice(), graph.registration(api.clientId()));
    call(
        config,
        SignIn.with(config)
            .httpClient(azure.httpClient())
            .onBehalfOf(ClientCredential.secret(config.clientSecret()))
            .forUser(assertion));
    assertThat(registration.plan(spec).changes()).isEmpty();
  }
}
