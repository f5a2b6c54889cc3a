package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.AdtException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.internal.registration.ApplicationBody;
import io.github.adtauth.internal.registration.CertificateGenerator;
import io.github.adtauth.internal.registration.DirectoryReader;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.graph.DirectoryRight;
import io.github.adtauth.testkit.graph.FakeGraph;
import io.github.adtauth.token.AccessToken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests a registration without each right that its requests require. */
class MissingRightsTest {
  private static final AppSpec TOOL = AppSpec.desktop("Tool");
  private static final Duration DAYS = Duration.ofDays(9);
  private static final String CLAIMS =
      "{\"access_token\":{\"acrs\":{\"essential\":true,\"values\":[\"p1\"]}}}";

  @TempDir Path folder;
  private final AdministratorFixture alice = new AdministratorFixture();
  private final FakeGraph graph = alice.azure.graph();
  private final FakeEntra entra = alice.azure.entra();

  @AfterEach
  void close() {
    alice.close();
  }

  private AppRegistration application(String... roles) {
    return alice.as(
        request ->
            AccessToken.of(
                request.scopes().contains("https://management.azure.com/.default")
                    ? alice.azure.resourceManager().tokenFor(entra.daemon())
                    : graph.tokenFor(entra.daemon(), roles),
                Instant.MAX));
  }

  private String consentLink(RegisteredApp app) {
    return "Have an administrator consent: https://login.microsoftonline.com/"
        + entra.tenantId()
        + "/adminconsent?client_id="
        + app.clientId();
  }

  @Test
  void applicationReadWriteAll_isEnoughToRegister() {
    AppRegistration registration = alice.as("Application.ReadWrite.All");

    RegisteredApp app = registration.apply(registration.plan(TOOL));

    assertThat(app.tenant()).isEqualTo(entra.tenantId());
    assertThat(app.manualSteps()).contains(consentLink(app));
    RegistrationPlan again = registration.plan(TOOL);
    assertThat(again.changes()).isEmpty();
    assertThat(again.blockers()).isEmpty();
    assertThat(again.toString())
        .contains("* Cannot read whether the tenant has consented to Read.Write: the token lacks")
        .contains("DelegatedPermissionGrant.ReadWrite.All");
    assertThat(registration.apply(again).manualSteps()).contains(consentLink(app));
    assertThat(registration.signedInAs()).contains("tenant " + entra.tenantId());
  }

  @ParameterizedTest
  @CsvSource({"Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"})
  void pipelineWithOnePermission_registersAService(String permission) {
    AppRegistration registration = application(permission);
    AppSpec spec =
        AppSpec.service("Job", AppCredential.federated("https://issuer.example", "repo:x"));

    RegisteredApp app = registration.apply(registration.plan(spec));

    assertThat(app.tenant()).isEqualTo(entra.tenantId());
    assertThat(registration.plan(spec).changes()).isEmpty();
    assertThat(registration.signedInAs()).isEqualTo("an application in tenant " + entra.tenantId());
  }

  @Test
  void opaqueTokenWithoutTenantRight_isReported() {
    AppRegistration registration = alice.as(request -> AccessToken.of("opaque-token", Instant.MAX));
    alice.scriptGet(
        AdministratorFixture.GRAPH,
        "/v1.0/",
        AdministratorFixture.json(403, "{`error`:{`code`:`Authorization_RequestDenied`}}"));

    assertThatThrownBy(registration::signedInAs)
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("Organization.Read.All");
  }

  @Test
  void missingInstanceRights_yieldNoteAndCommand() {
    alice.azure.resourceManager().allow(entra.alice());
    String group = graph.addGroup("users");
    AppSpec spec =
        AppSpec.service("Job", AppCredential.federated("https://issuer.example", "repo:x"))
            .assignRole(InstanceRole.DATA_READER, alice.azure.instanceId())
            .assignRole(group, InstanceRole.DATA_OWNER, alice.azure.instanceId());

    RegistrationPlan plan = alice.plan(spec);
    RegisteredApp app = alice.registration.apply(plan);

    assertThat(plan.notes()).anyMatch(note -> note.contains("requires the role Reader"));
    assertThat(app.manualSteps())
        .hasSize(2)
        .allMatch(line -> line.contains("az role assignment create --role"))
        .anyMatch(line -> line.contains(graph.registration(app.clientId()).servicePrincipalId()))
        .anyMatch(line -> line.contains(group));
    assertThat(alice.plan(spec).changes()).isEmpty();
    assertThat(alice.plan(spec).toString())
        .contains("role Azure Digital Twins Data Owner for principal " + group);
  }

  @Test
  void missingRightToCreatePrincipal_yieldsCommand() {
    graph.removeServicePrincipal(DirectoryReader.DIGITAL_TWINS);
    graph.allow(entra.alice(), DirectoryRight.READ_DIRECTORY, DirectoryRight.REGISTER_APPLICATIONS);

    RegisteredApp app = alice.register(TOOL);

    assertThat(app.manualSteps())
        .anyMatch(
            line ->
                line.contains("az ad sp create --id " + DirectoryReader.DIGITAL_TWINS)
                    && line.contains("Cloud Application Administrator"))
        .contains(consentLink(app));
    assertThat(graph.application(app.clientId()).json().toString())
        .contains(ApplicationBody.READ_WRITE);
  }

  @ParameterizedTest
  @CsvSource({
    "GET applications, Application.Read.All",
    "GET servicePrincipals/{id}, Application.Read.All",
    "PATCH applications/{id}, Application.ReadWrite.All",
    "POST servicePrincipals, Application Developer",
  })
  void rejectedRequest_namesItsRight(String call, String right) {
    graph.reject(
        call,
        99,
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.");

    assertThatThrownBy(() -> alice.register(TOOL))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("Insufficient privileges")
        .hasMessageContaining(right);
  }

  @Test
  void directoryReadWriteAll_isNotEnoughToRegister() {
    assertThat(alice.as("Directory.ReadWrite.All").plan(TOOL).notes())
        .containsExactly(
            "Microsoft Graph may reject the changes: the token does not name"
                + " Application.ReadWrite.All.");
  }

  @Test
  void unreadableFederatedCredentials_yieldManualStep() {
    AppSpec spec =
        AppSpec.service("Job", AppCredential.federated("https://issuer.example", "repo:x"));
    RegisteredApp app = alice.register(spec);
    graph.reject(
        "GET applications/{id}/federatedIdentityCredentials",
        99,
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.");

    RegistrationPlan plan = alice.plan(spec.clientId(app.clientId()));

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.notes()).anyMatch(note -> note.contains("federated credential"));
    assertThat(alice.registration.apply(plan).manualSteps())
        .anyMatch(line -> line.contains(app.clientId()) && line.contains("federated-credential"));
  }

  private AppSpec jobWithRole() {
    return AppSpec.service("Job", AppCredential.secret(DAYS))
        .assignRole(InstanceRole.DATA_READER, alice.azure.instanceId());
  }

  @Test
  void claimsChallengeOfResourceManager_yieldsLoginCommand() {
    alice.azure.resourceManager().challengeWrites(CLAIMS);
    RegistrationPlan plan = alice.plan(jobWithRole());

    InteractionRequiredException demand =
        catchThrowableOfType(
            InteractionRequiredException.class, () -> alice.registration.apply(plan));

    assertThat(demand.claims()).contains(CLAIMS);
    assertThat(demand)
        .hasMessageContaining(
            "az login --tenant "
                + entra.tenantId()
                + " --scope https://management.azure.com//.default --claims-challenge \"eyJhY2Nl");
    alice.azure.resourceManager().recover();
    assertThat(alice.register(jobWithRole()).secret()).isPresent();
  }

  @Test
  void multifactorPolicy_yieldsLoginCommand() {
    alice
        .azure
        .resourceManager()
        .disallowWritesByPolicy(
            "Resource 'x' was disallowed by policy. Reasons: 'Users must authenticate with"
                + " multi-factor authentication to create or update resources'.");

    assertThatThrownBy(() -> alice.register(jobWithRole()))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("az login --tenant " + entra.tenantId())
        .hasMessageContaining("--scope https://management.azure.com//.default");
  }

  @Test
  void otherSubscriptionPolicy_yieldsRoleCommand() {
    alice.azure.resourceManager().disallowWritesByPolicy("Resource 'x' was disallowed by policy.");

    assertThat(alice.register(jobWithRole()).manualSteps())
        .singleElement()
        .asString()
        .contains("az role assignment create");
  }

  @Test
  void graphChallenge_isNotAWrongTenant() {
    String header =
        "Bearer realm=\"\", error=\"insufficient_claims\", claims=\""
            + java.util.Base64.getEncoder()
                .encodeToString(CLAIMS.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            + "\"";
    alice.scriptGet(
        AdministratorFixture.GRAPH,
        "/applications",
        AdministratorFixture.json(401, "{`error`:{`code`:`InvalidAuthenticationToken`}}")
            .newBuilder()
            .setHeader("WWW-Authenticate", header)
            .build());

    assertThatThrownBy(() -> alice.plan(TOOL))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("--scope https://graph.microsoft.com//.default")
        .hasMessageNotContaining("right tenant");
  }

  @Test
  void secretPolicy_failsAndNamesAlternative() {
    graph.credentialPolicy().forbidSecrets();
    RegistrationPlan plan = alice.plan(AppSpec.service("Job", AppCredential.secret(DAYS)));

    AdtException rejection =
        catchThrowableOfType(AdtException.class, () -> alice.registration.apply(plan));

    assertThat(rejection).hasMessageContaining("certificate").hasMessageContaining("federated");
    assertThat(rejection.errorCode()).contains("CredentialTypeNotAllowedAsPerAppPolicy");
    assertThat(alice.time.sleeps()).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) < 0);
  }

  @Test
  void lifetimePolicy_discardsNewCertificate() {
    graph.credentialPolicy().limitCertificates(Duration.ofDays(180));
    Path pem = folder.resolve("job.pem");

    assertThatThrownBy(
            () ->
                alice.register(
                    AppSpec.service(
                        "Job", AppCredential.newCertificate(pem, Duration.ofDays(365)))))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("choose a shorter one");
    assertThat(pem).doesNotExist();

    RegisteredApp app =
        alice.register(
            AppSpec.service("Job", AppCredential.newCertificate(pem, Duration.ofDays(90))));
    assertThat(app.certificate()).contains(pem);
  }

  @Test
  void lifetimePolicy_keepsExistingCertificate() {
    Path pem = folder.resolve("job.pem");
    CertificateGenerator.create(pem, "Job", Duration.ofDays(365), java.time.Clock.systemUTC());
    graph.credentialPolicy().limitCertificates(Duration.ofDays(180));

    assertThatThrownBy(
            () ->
                alice.register(
                    AppSpec.service("Job", AppCredential.newCertificate(pem, Duration.ofDays(90)))))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("choose a shorter one")
        .hasMessageContaining("Move " + pem + " away");
    assertThat(pem).exists();
  }
}
