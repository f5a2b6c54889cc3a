package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.testkit.FakeEntra;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.graph.FakeGraph;
import io.github.adtauth.testkit.graph.ResourceRight;
import io.github.adtauth.testkit.graph.Right;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.NotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppRegistrationTest {
  private static final Pattern USER_CODE = Pattern.compile("enter the code (\\S+)\\. ");

  @TempDir Path folder;

  private final ManualTime time = new ManualTime();
  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final FakeGraph graph = azure.graph();
  private AppRegistration registration;

  @BeforeEach
  void open() {
    graph.allow(entra.alice(), Right.values());
    registration = as(everything());
  }

  @AfterEach
  void close() {
    azure.close();
  }

  private AppRegistration as(TokenProvider tokens) {
    return AppRegistration.as(tokens, azure.httpClient(), timing());
  }

  /** Waits by hand, and dates like the machine, whose clock the stand-in goes by. */
  private Timing timing() {
    Timing manual = time.timing();
    return new Timing(Clock.systemUTC(), manual.ticker(), manual.jitter(), manual.sleeper());
  }

  private TokenProvider everything() {
    return request ->
        AccessToken.of(
            request.scopes().contains("https://management.azure.com/.default")
                ? azure.resourceManager().tokenFor(entra.alice())
                : graph.tokenFor(
                    entra.alice(),
                    "Application.ReadWrite.All",
                    "DelegatedPermissionGrant.ReadWrite.All",
                    "Directory.Read.All"),
            Instant.MAX);
  }

  private RegisteredApp register(AppSpec spec) {
    return registration.apply(registration.plan(spec));
  }

  private DigitalTwinsConfig file(RegisteredApp app) throws IOException {
    Path file = folder.resolve("app.properties");
    app.writeTo(file, azure.endpoint());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    return DigitalTwinsConfig.fromFile(file);
  }

  private void call(DigitalTwinsConfig config, TokenProvider tokens) {
    try (DigitalTwins instance = DigitalTwins.at(config, azure.httpClient())) {
      assertThatThrownBy(() -> instance.as(tokens).getTwin("none", DigitalTwin.class))
          .isInstanceOf(NotFoundException.class);
    }
  }

  private void signInAndCall(DigitalTwinsConfig config) {
    UserSignIn user =
        SignIn.with(config)
            .httpClient(azure.httpClient())
            .timing(timing())
            .deviceCode(
                prompt -> {
                  Matcher code = USER_CODE.matcher(prompt.message());
                  assertThat(code.find()).isTrue();
                  entra.approveDeviceCode(code.group(1), entra.alice());
                });
    user.signIn();
    call(config, user);
  }

  @Test
  void aDesktopTool_isPlannedShownAndRegistered_andSignsItsUsersIn() throws IOException {
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
    assertThat(app.leftToDo())
        .containsExactly(
            "Give its users, best a group, the role: az role assignment create --role \"Azure Digital"
                + " Twins Data Owner\" --assignee-object-id <object id> --scope <resource id of the"
                + " instance>");
    signInAndCall(file(app));
  }

  @Test
  void whoIsSignedIn_isSaid() {
    assertThat(registration.signedInAs())
        .startsWith("Alice Adams (alice@")
        .endsWith("of Contoso, tenant " + entra.tenantId());
  }

  @Test
  void registeredTwice_changesNothingTheSecondTime() {
    for (AppSpec spec :
        new AppSpec[] {
          AppSpec.desktop("a"),
          AppSpec.service("b", AppCredential.secret(Duration.ofDays(90))),
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

  private String instanceId() {
    return azure.resourceManager().instanceId("contoso");
  }

  @Test
  void aService_withItsRole_signsInWithTheSecretOfItsFile_andFindsTheInstanceThere()
      throws IOException {
    AppSpec spec =
        AppSpec.service("Job", AppCredential.secret(Duration.ofDays(90)))
            .role(InstanceRole.DATA_OWNER, instanceId());
    RegisteredApp app = register(spec);
    Path file = folder.resolve("job.properties");
    app.writeTo(file, null); // the instance is known by its resource id

    DigitalTwinsConfig config = DigitalTwinsConfig.fromFile(file);
    assertThat(config.endpoint()).hasToString(azure.endpoint());
    call(
        config,
        SignIn.with(config)
            .httpClient(azure.httpClient())
            .service(ClientCredential.secret(config.clientSecret().orElseThrow())));
    assertThat(app.leftToDo()).isEmpty();
    assertThat(app.toString()).doesNotContain(app.secret().orElseThrow().reveal());
    assertThat(registration.plan(spec).changes()).isEmpty();
  }

  @Test
  void aService_signsInWithTheCertificateMadeOnTheSpot() throws IOException {
    Path pem = folder.resolve("job.pem");
    RegisteredApp app =
        register(
            AppSpec.service("Job", AppCredential.newCertificate(pem, Duration.ofDays(365)))
                .role(InstanceRole.DATA_OWNER, instanceId()));

    assertThat(app.certificate()).contains(pem);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pem)))
        .isEqualTo("rw-------");
    DigitalTwinsConfig config = file(app);
    call(
        config,
        SignIn.with(config)
            .httpClient(azure.httpClient())
            .service(ClientCredential.certificate(pem)));
  }

  @Test
  void aRole_isGivenToAGroup_whoseMembersAreLetIn() throws IOException {
    azure.twins().revokeRole(entra.alice().oid());
    String group = graph.addGroup("Rooms users", entra.alice());
    AppSpec spec = AppSpec.desktop("Tool").roleOf(group, InstanceRole.DATA_OWNER, instanceId());

    RegistrationPlan plan = registration.plan(spec);

    assertThat(plan.toString())
        .contains("+ role Azure Digital Twins Data Owner for principal " + group);
    signInAndCall(file(registration.apply(plan)));
    assertThat(registration.plan(spec).changes()).isEmpty();
  }

  @Test
  void whoMayNotAssignRoles_getsTheCommandForSomebodyWhoMay() {
    azure.resourceManager().allow(entra.alice(), ResourceRight.READ);

    RegisteredApp app =
        register(
            AppSpec.service("Job", AppCredential.secret(Duration.ofDays(90)))
                .role(InstanceRole.DATA_READER, instanceId()));

    assertThat(app.leftToDo())
        .singleElement()
        .asString()
        .contains(
            "az role assignment create --role \"Azure Digital Twins Data Reader\"",
            graph.registration(app.clientId()).servicePrincipalId(),
            instanceId());
  }

  @Test
  void aResourceIdOfNoInstance_isSaidBeforeAnythingIsMade() {
    AppSpec spec =
        AppSpec.desktop("Tool")
            .roleOf(
                entra.alice().oid(),
                InstanceRole.DATA_OWNER,
                azure.resourceManager().instanceId("other"));

    assertThatThrownBy(() -> registration.plan(spec))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("There is no Digital Twins instance");
    assertThatThrownBy(() -> AppSpec.desktop("Tool").role(InstanceRole.DATA_OWNER, "contoso"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(graph.writes()).isZero();
  }

  @Test
  void aNewPrincipal_thatTheResourceManagerDoesNotKnowYet_isWaitedFor() {
    azure.resourceManager().forgetPrincipals(2);

    register(
        AppSpec.service("Job", AppCredential.secret(Duration.ofDays(90)))
            .role(InstanceRole.DATA_OWNER, instanceId()));

    assertThat(time.sleeps()).isNotEmpty();
  }

  @Test
  void aWebApi_isCalledByItsClientAndCallsOnBehalfOfItsUsers() throws IOException {
    RegisteredApp client = register(AppSpec.desktop("Rooms client"));
    AppSpec spec =
        AppSpec.webApi("Rooms API", AppCredential.secret(Duration.ofDays(90)))
            .client(client.clientId());
    RegisteredApp api = register(spec);
    register(AppSpec.desktop("Rooms client").calls(api.clientId()));
    DigitalTwinsConfig config = file(api);

    String assertion = entra.assertionFor(entra.alice(), graph.registration(api.clientId()));
    call(
        config,
        SignIn.with(config)
            .httpClient(azure.httpClient())
            .onBehalfOf(ClientCredential.secret(config.clientSecret().orElseThrow()))
            .user(assertion));
    assertThat(registration.plan(spec).changes()).isEmpty();
  }

  @Test
  void whoMayNotConsentForTheTenant_getsTheLinkForSomebodyWhoMay() {
    AppRegistration limited =
        as(
            request ->
                AccessToken.of(
                    graph.tokenFor(
                        entra.alice(), "Application.ReadWrite.All", "Directory.Read.All"),
                    Instant.MAX));

    RegisteredApp app = limited.apply(limited.plan(AppSpec.desktop("Tool")));

    assertThat(app.leftToDo())
        .contains(
            "Have an administrator consent: https://login.microsoftonline.com/"
                + entra.tenantId()
                + "/adminconsent?client_id="
                + app.clientId());
  }

  @Test
  void whoMayNotRegister_isToldWhatItTakes() {
    AppRegistration nobody =
        as(
            request ->
                AccessToken.of(graph.tokenFor(entra.bob(), "Directory.Read.All"), Instant.MAX));

    assertThatThrownBy(() -> nobody.apply(nobody.plan(AppSpec.desktop("Tool"))))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("Application.ReadWrite.All");
  }

  @Test
  void aNameTakenTwice_isSaidWithTheIds_andSettledByOne() {
    RegisteredApp first = register(AppSpec.desktop("Tool"));
    graph.application(first.clientId()).patch("{\"displayName\":\"Other\"}");
    RegisteredApp second = register(AppSpec.desktop("Tool"));
    graph.application(first.clientId()).patch("{\"displayName\":\"Tool\"}");

    assertThatThrownBy(() -> registration.plan(AppSpec.desktop("Tool")))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining(first.clientId())
        .hasMessageContaining(second.clientId());
    assertThat(registration.plan(AppSpec.desktop("Tool").clientId(first.clientId())).changes())
        .isEmpty();
  }

  @Test
  void aRunThatBroke_isCompletedByTheNext() {
    AppSpec spec = AppSpec.webApi("API", AppCredential.secret(Duration.ofDays(9)));
    for (int writes = 0; writes < 4; writes++) {
      graph.failAfter(writes == 0 ? 0 : 1);
      assertThatThrownBy(() -> register(spec)).isInstanceOf(UnavailableException.class);
      graph.recover();
    }

    register(spec);

    assertThat(graph.applications()).filteredOn(a -> a.toString().contains("\"API\"")).hasSize(1);
    assertThat(registration.plan(spec).changes()).isEmpty();
  }

  @Test
  void aDirectoryThatTakesItsTime_isWaitedFor() {
    graph.settleAfter(3);
    graph.principalsSettleAfter(2);

    register(AppSpec.desktop("Tool"));

    assertThat(time.sleeps()).isNotEmpty();
    assertThat(registration.plan(AppSpec.desktop("Tool")).changes()).isEmpty();
  }

  @Test
  void throttling_isWaitedOut() {
    graph.throttle(2, 7);

    register(AppSpec.desktop("Tool"));

    assertThat(time.sleeps()).contains(Duration.ofSeconds(7));
  }

  @Test
  void aTenantThatLacksDigitalTwins_getsItsServicePrincipal() throws IOException {
    graph.removeServicePrincipal(Directory.DIGITAL_TWINS);

    RegistrationPlan plan = registration.plan(AppSpec.desktop("Tool"));

    assertThat(plan.toString()).contains("Azure Digital Twins, which the tenant lacks");
    signInAndCall(file(registration.apply(plan)));
  }

  @Test
  void aConsentThatExists_isNotWidenedUnasked() {
    RegisteredApp app = register(AppSpec.desktop("Tool"));
    URI root = URI.create("https://graph.microsoft.com/v1.0/");
    ProtectedResource resource =
        new ProtectedResource(root, "https://graph.microsoft.com/.default");
    GraphApi api =
        new GraphApi(
            AuthenticatedHttp.client(azure.httpClient(), resource, everything()),
            HttpUrl.get(root));
    JsonObject other = new JsonObject();
    other.addProperty("scope", "Something.Else");
    for (JsonObject grant : api.list("read", api.at("oauth2PermissionGrants").build())) {
      api.patch(
          "narrow", api.at("oauth2PermissionGrants", Members.string(grant, "id")).build(), other);
    }
    AppSpec spec = AppSpec.desktop("Tool").clientId(app.clientId());

    RegistrationPlan plan = registration.plan(spec);

    assertThat(plan.obstacles()).hasSize(1);
    assertThat(plan.toString()).contains("! The tenant consented to 'Something.Else' only");
    assertThatThrownBy(() -> registration.apply(plan)).isInstanceOf(RegistrationException.class);
    RegistrationPlan wider = registration.plan(spec.mayWidenConsent());
    assertThat(wider.toString()).contains("~ consent", "'Something.Else'");
    registration.apply(wider);
    assertThat(registration.plan(spec).changes()).isEmpty();
  }

  @Test
  void tokens_areAskedForGraphAlone_whereNoRoleIsAssigned() {
    StringBuilder asked = new StringBuilder();
    AppRegistration watched =
        as(
            (TokenRequest request) -> {
              asked.append(request.scopes());
              return everything().token(request);
            });

    watched.plan(AppSpec.desktop("Tool"));

    assertThat(asked.toString())
        .contains("https://graph.microsoft.com/.default")
        .doesNotContain("management");
  }
}
