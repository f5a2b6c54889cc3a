package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.internal.files.TestFiles;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.graph.FakeGraph;
import io.github.adtauth.testkit.graph.GraphApplication;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an application of another user is not changed because of its name. */
class ApplicationAdoptionTest {
  private static final AppSpec TOOL = AppSpec.desktop("Tool");
  private static final String OTHER = "22222222-2222-4222-8222-222222222222";
  private static final String DIGITAL_TWINS = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";
  private static final String MICROSOFT_GRAPH = "00000003-0000-0000-c000-000000000000";
  private static final String USER_READ = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";
  private static final String USER_READ_ACCESS =
      access(MICROSOFT_GRAPH, permission(USER_READ, "Scope"));
  private static final String OLD = "2020-01-01T00:00:00Z";
  private static final String LIVE = "`endDateTime`:`2299-12-31T00:00:00Z`";

  @TempDir Path folder;

  private final AdministratorFixture alice = new AdministratorFixture();
  private final FakeGraph graph = alice.azure.graph();
  private final FakeEntra entra = alice.azure.entra();

  @AfterEach
  void close() {
    alice.close();
  }

  private AppSpec job() {
    return AppSpec.service("Job", AppCredential.federated("https://issuer.example", "pod"))
        .assignRole(InstanceRole.DATA_OWNER, alice.azure.instanceId());
  }

  /** Registers an application as Bob, who has the rights of every user. */
  private GraphApplication bobRegisters(String displayName) {
    return bobSends("POST", "applications", "{`displayName`:`" + displayName + "`}", displayName);
  }

  private GraphApplication bobSends(String method, String path, String json, String name) {
    return sends(entra.bob(), method, path, json, name);
  }

  private GraphApplication sends(
      FakeUser user, String method, String path, String json, String name) {
    Request.Builder request =
        new Request.Builder()
            .url("https://graph.microsoft.com/v1.0/" + path)
            .header("Authorization", "Bearer " + graph.tokenFor(user))
            .header("Prefer", "create-if-missing")
            .method(
                method,
                RequestBody.create(json.replace('`', '"'), MediaType.get("application/json")));
    try (Response response = alice.azure.httpClient().newCall(request.build()).execute()) {
      assertThat(response.code()).isIn(200, 201, 204);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return graph.application(name);
  }

  private String aliceId() {
    return entra.alice().oid();
  }

  private void assertNotChanged(AppSpec spec, String... reasons) {
    assertNotChanged(alice.registration, spec, reasons);
  }

  private void assertNotChanged(AppRegistration registration, AppSpec spec, String... reasons) {
    int writes = graph.writes();
    long roles = roleAssignments();
    RegistrationPlan plan = registration.plan(spec);

    assertThat(plan.toString())
        .contains(reasons)
        .contains("clientId(")
        .doesNotContain("Nothing to change");
    assertThat(plan.blockers()).isNotEmpty();
    assertThatThrownBy(() -> registration.apply(plan))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("Choose another name");
    assertThat(graph.writes()).isEqualTo(writes);
    assertThat(roleAssignments()).isEqualTo(roles);
  }

  private void namesBobByObjectId(Throwable e) {
    assertThat(e)
        .hasMessageContaining("owner " + entra.bob().oid())
        .hasMessageNotContaining(entra.bob().name())
        .hasMessageNotContaining(entra.bob().upn());
  }

  private long roleAssignments() {
    return alice.azure.requests(AdministratorFixture.RESOURCE_MANAGER).stream()
        .filter(request -> request.method().equals("PUT"))
        .count();
  }

  @Test
  void applicationOfAnotherUser_isNotAdoptedByName() {
    GraphApplication planted = bobRegisters("Job");

    assertNotChanged(job(), "owner " + entra.bob().name() + " (" + entra.bob().upn() + ")");

    assertThat(alice.plan(job()).toString()).contains(planted.appId());
  }

  /** The plan names users for the person who runs it. Exceptions end up in logs. */
  @Test
  void ownerNames_areNotInExceptions() {
    GraphApplication app = bobRegisters("Job");
    app.principalOwners(entra.bob().oid());
    RegistrationPlan plan = alice.plan(job());

    assertThat(plan.blockers())
        .anyMatch(line -> line.contains(entra.bob().name() + " (" + entra.bob().upn() + ")"));
    assertThatThrownBy(() -> alice.registration.apply(plan)).satisfies(this::namesBobByObjectId);
  }

  @Test
  void applicationWithTheUniqueName_isNotAdopted() {
    alice.register(TOOL);
    String upsert =
        alice.azure.requests(AdministratorFixture.GRAPH).stream()
            .filter(request -> request.method().equals("PATCH"))
            .map(LoggedRequest::path)
            .findFirst()
            .orElseThrow()
            .replaceFirst("^/v1.0/", "");
    graph.application("Tool").delete();
    bobSends("PATCH", upsert, "{`displayName`:`Tool`}", "Tool");
    alice
        .graph()
        .alwaysWhen(
            request -> request.path().contains("displayName"),
            AdministratorFixture.json(200, "{`value`:[]}"));

    assertNotChanged(TOOL, "owner " + entra.bob().name());
  }

  @Test
  void applicationRegisteredAfterThePlan_isNotAdopted() {
    RegistrationPlan plan = alice.plan(job());
    assertThat(plan.toString()).contains(", new");
    bobRegisters("Job");
    int writes = graph.writes();

    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("Plan again")
        .satisfies(this::namesBobByObjectId);

    assertThat(graph.writes()).isEqualTo(writes);
  }

  /** Unique names are derived from the display name, so any user of the tenant can take them. */
  @Test
  void takenUniqueNames_areReportedWithFix() {
    alice.scriptGet(
        AdministratorFixture.GRAPH,
        "uniqueName",
        AdministratorFixture.json(
            200, "{`id`:`" + OTHER + "`,`appId`:`" + OTHER + "`,`displayName`:`Other`}"));

    assertThatThrownBy(() -> alice.plan(TOOL))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("'Tool'")
        .hasMessageContaining("Choose another display name")
        .hasMessageContaining("clientId(");
  }

  /** Another user takes the unique name just before the upsert, which then responds with 204. */
  @Test
  void upsertThatFindsAnApplication_doesNotAdoptIt() {
    RegistrationPlan plan = alice.plan(job());
    int requestsOfThePlan = alice.azure.requests(AdministratorFixture.GRAPH).size();
    AtomicBoolean planted = new AtomicBoolean();
    AppRegistration registration =
        alice.as(
            request -> {
              boolean nameWasRead =
                  alice.azure.requests(AdministratorFixture.GRAPH).stream()
                      .skip(requestsOfThePlan)
                      .anyMatch(seen -> seen.path().contains("uniqueName"));
              if (nameWasRead && planted.compareAndSet(false, true)) {
                bobSends(
                    "PATCH",
                    "applications(uniqueName='" + plan.state().uniqueName() + "')",
                    "{`displayName`:`Job`}",
                    "Job");
              }
              return alice.fullAccessToken(request);
            });
    // The list never shows the application.
    alice
        .graph()
        .alwaysWhen(
            request -> request.path().contains("displayName"),
            AdministratorFixture.json(200, "{`value`:[]}"));

    assertThatThrownBy(() -> registration.apply(plan))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("Plan again")
        .satisfies(this::namesBobByObjectId);

    assertThat(planted).isTrue();
    assertThat(graph.application("Job").federatedCredentials()).isEmpty();
    assertThat(alice.azure.requests(AdministratorFixture.GRAPH))
        .noneMatch(r -> r.method().equals("POST") && r.path().endsWith("/servicePrincipals"));
  }

  private enum Planted {
    CO_OWNER(app -> {}, "owner "),
    PRINCIPAL_OWNER(app -> {}, "owner of its service principal "),
    PRINCIPAL_SECRET(app -> app.principalSecret("x"), "secret of its service principal 'x'"),
    SECRET(
        app -> app.patch(json("{`passwordCredentials`:[{`displayName`:`adt-auth`," + LIVE + "}]}")),
        "secret 'adt-auth'"),
    CERTIFICATE(
        app -> app.patch(json("{`keyCredentials`:[{`displayName`:`adt-auth`," + LIVE + "}]}")),
        "certificate 'adt-auth'"),
    REDIRECT_URI(
        app -> app.patch(json("{`web`:{`redirectUris`:[`https://localhost.evil.example/`]}}")),
        "redirect URI https://localhost.evil.example/"),
    SPA_REDIRECT_URI(
        app -> app.patch(json("{`spa`:{`redirectUris`:[`https://localhost@evil.example/`]}}")),
        "redirect URI https://localhost@evil.example/"),
    CUSTOM_SCHEME(
        app -> app.patch(json("{`publicClient`:{`redirectUris`:[`evil://localhost/`]}}")),
        "redirect URI evil://localhost/"),
    PRINCIPAL_REPLY_URL(
        app -> app.principalReplyUrls("https://evil.example/"),
        "redirect URI of its service principal https://evil.example/"),
    DELEGATED_PERMISSION(
        app -> app.patch(permission("Scope")), "delegated permission " + OTHER + " of the API "),
    APPLICATION_PERMISSION(
        app -> app.patch(permission("Role")), "application permission " + OTHER + " of the API "),
    KNOWN_CLIENT(
        app -> app.patch(json("{`api`:{`knownClientApplications`:[`" + OTHER + "`]}}")),
        "client " + OTHER),
    PRE_AUTHORIZED_CLIENT(
        app -> app.patch(json("{`api`:{`preAuthorizedApplications`:[{`appId`:`" + OTHER + "`}]}}")),
        "client " + OTHER),
    OTHER_TENANTS(
        app -> app.patch(json("{`signInAudience`:`AzureADMultipleOrgs`}")),
        "users of other tenants"),
    PUBLIC_CLIENT(app -> app.patch(json("{`isFallbackPublicClient`:true}")), "public client flows");

    final Consumer<GraphApplication> plant;
    final String line;

    Planted(Consumer<GraphApplication> plant, String line) {
      this.plant = plant;
      this.line = line;
    }

    private static String permission(String type) {
      return json(
          "{`requiredResourceAccess`:[{`resourceAppId`:`00000003-0000-0000-c000-000000000000`,"
              + "`resourceAccess`:[{`id`:`"
              + OTHER
              + "`,`type`:`"
              + type
              + "`}]}]}");
    }

    private static String json(String text) {
      return text.replace('`', '"');
    }
  }

  /** An owner can make Alice the only owner and keep access in another way. */
  @ParameterizedTest
  @EnumSource(Planted.class)
  void applicationAccessibleToOthers_isNotAdoptedByName(Planted planted) {
    alice.register(job());
    GraphApplication app = graph.application("Job").owners(aliceId());
    if (planted == Planted.CO_OWNER) {
      app.owners(aliceId(), entra.bob().oid());
    } else if (planted == Planted.PRINCIPAL_OWNER) {
      app.principalOwners(entra.bob().oid());
    } else {
      planted.plant.accept(app);
    }

    assertNotChanged(job(), planted.line);

    RegistrationPlan explicit = alice.plan(job().clientId(app.appId()));
    assertThat(explicit.blockers()).isEmpty();
    assertThat(explicit.notes())
        .anyMatch(
            note ->
                note.contains("also accessible by: " + planted.line)
                    || note.contains("also requests: " + planted.line));
    assertThat(alice.registration.apply(explicit).clientId()).isEqualTo(app.appId());
  }

  /** An administrator's consent would cover these permissions. */
  @Test
  void permissionsThatTheSpecDoesNotNeed_preventAdoption() {
    RegisteredApp app = alice.register(TOOL);
    assertThat(alice.plan(TOOL).blockers()).isEmpty();
    JsonObject application = graph.application("Tool").json();
    JsonObject digitalTwins = JsonMembers.objects(application, "requiredResourceAccess").get(0);
    JsonObject needed = JsonMembers.objects(digitalTwins, "resourceAccess").get(0);
    String id = needed.get("id").getAsString();
    JsonObject role = needed.deepCopy();
    role.addProperty("type", "Role");
    digitalTwins.getAsJsonArray("resourceAccess").add(role);
    graph.application("Tool").patch(application.toString());

    assertNotChanged(TOOL, "application permission " + id + " of the API " + DIGITAL_TWINS);

    assertThat(alice.plan(TOOL.clientId(app.clientId())).notes())
        .anyMatch(note -> note.contains("application permission " + id))
        .noneMatch(note -> note.contains("delegated permission"));
  }

  /** The Azure portal adds the delegated User.Read to each application that it creates. */
  @ParameterizedTest
  @MethodSource("specsOfAllPurposes")
  void portalApplication_isAdoptedAndKeepsUserRead(AppSpec spec) {
    GraphApplication portal = portalRegisters(spec.displayName(), USER_READ_ACCESS);

    RegistrationPlan plan = alice.plan(spec);
    assertThat(plan.blockers()).isEmpty();
    assertThat(plan.notes()).noneMatch(note -> note.contains("also requests"));
    assertThat(alice.registration.apply(plan).clientId()).isEqualTo(portal.appId());

    assertThat(JsonMembers.objects(portal.json(), "requiredResourceAccess"))
        .contains(JsonParser.parseString(Planted.json(USER_READ_ACCESS)).getAsJsonObject());
    assertThat(alice.plan(spec).changes()).isEmpty();
    assertThat(alice.plan(spec.clientId(portal.appId())).notes())
        .noneMatch(note -> note.contains("also requests"));
  }

  static List<AppSpec> specsOfAllPurposes() {
    return List.of(
        AppSpec.desktop("Tool"),
        AppSpec.browserPage("Page", "https://page.example/"),
        AppSpec.webApi("API", AppCredential.federated("https://issuer.example", "pod")),
        AppSpec.service("Job", AppCredential.federated("https://issuer.example", "pod")));
  }

  /** The application role of that id, and the same id of another API, are other permissions. */
  @ParameterizedTest
  @CsvSource({
    MICROSOFT_GRAPH + "," + USER_READ + ",Role",
    MICROSOFT_GRAPH + "," + OTHER + ",Scope",
    MICROSOFT_GRAPH + "," + OTHER + ",Role",
    OTHER + "," + USER_READ + ",Scope",
    DIGITAL_TWINS + "," + USER_READ + ",Scope"
  })
  void permissionOtherThanUserRead_preventsAdoption(String api, String id, String type) {
    String userRead = permission(USER_READ, "Scope");
    String other = permission(id, type);
    GraphApplication portal =
        portalRegisters(
            "Job",
            api.equals(MICROSOFT_GRAPH)
                ? access(api, id.equals(USER_READ) ? other : userRead + "," + other)
                : access(MICROSOFT_GRAPH, userRead) + "," + access(api, other));
    String line =
        (type.equals("Role") ? "application" : "delegated")
            + " permission "
            + id
            + " of the API "
            + api;

    assertNotChanged(job(), "It also requests: " + line + ".");

    assertThat(alice.plan(job()).blockers())
        .filteredOn(blocker -> blocker.contains("also requests"))
        .hasSize(1);
    assertThat(alice.plan(job().clientId(portal.appId())).notes())
        .filteredOn(note -> note.contains("also requests"))
        .containsExactly("The application also requests: " + line + ".");
  }

  /** Registers an application as Alice, with API permissions. */
  private GraphApplication portalRegisters(String displayName, String accesses) {
    return sends(
        entra.alice(),
        "POST",
        "applications",
        "{`displayName`:`"
            + displayName
            + "`,`signInAudience`:`AzureADMyOrg`,`requiredResourceAccess`:["
            + accesses
            + "]}",
        displayName);
  }

  private static String access(String api, String permissions) {
    return "{`resourceAppId`:`" + api + "`,`resourceAccess`:[" + permissions + "]}";
  }

  private static String permission(String id, String type) {
    return "{`id`:`" + id + "`,`type`:`" + type + "`}";
  }

  @Test
  void redirectUriOfSpec_doesNotPreventAdoption() {
    AppSpec page = AppSpec.browserPage("Page", "https://page.example/");
    alice.register(page);

    assertThat(alice.plan(page).blockers()).isEmpty();
  }

  @Test
  void otherFederatedCredential_preventsAdoption() {
    alice.register(AppSpec.service("Job", AppCredential.federated("https://evil.example", "x")));

    assertNotChanged(
        AppSpec.service("Job", AppCredential.secret(Duration.ofDays(9))),
        "federated credential x of https://evil.example");
  }

  @Test
  void secretOfTheSameName_preventsRoleAssignment() {
    AppSpec spec = jobWithSecret();
    alice.register(spec);
    assertThat(alice.plan(spec).blockers()).isEmpty();

    assertNotChanged(
        spec.assignRole(InstanceRole.DATA_OWNER, alice.azure.instanceId()), "a secret 'adt-auth'");
  }

  private AppSpec jobWithSecret() {
    return serviceWithSecret().assignRole(InstanceRole.DATA_READER, alice.azure.instanceId());
  }

  private static AppSpec serviceWithSecret() {
    return AppSpec.service("Job", AppCredential.secret(Duration.ofDays(9)));
  }

  private static AppSpec apiWithSecret() {
    return AppSpec.webApi("API", AppCredential.secret(Duration.ofDays(9)));
  }

  /**
   * Registers, as Bob, everything that a service needs except its role, with a secret whose value
   * he keeps, and makes Alice the only owner.
   */
  private GraphApplication bobPlantsService() {
    GraphApplication app = bobRegisters("Job");
    bobSends("POST", "servicePrincipals", "{`appId`:`" + app.appId() + "`}", "Job");
    return bobPlantsSecret(app);
  }

  private GraphApplication bobPlantsSecret(GraphApplication app) {
    bobSends(
        "POST",
        "applications/" + app.id() + "/addPassword",
        "{`passwordCredential`:{`displayName`:`adt-auth`," + LIVE + "}}",
        app.appId());
    return app.owners(aliceId()).principalOwners(aliceId());
  }

  /** The remaining step would give the application, and thus Bob, the role. */
  @Test
  void plantedSecretOfServiceWithoutRole_preventsAdoption() {
    GraphApplication app = bobPlantsService();

    assertNotChanged(
        serviceWithSecret(), "It has a secret 'adt-auth'", "Certificates & secrets", app.appId());

    RegisteredApp explicit = alice.register(serviceWithSecret().clientId(app.appId()));
    assertThat(explicit.manualSteps())
        .singleElement()
        .asString()
        .contains("role assignment create");
    app.removeCredentials();
    assertThat(alice.register(serviceWithSecret()).secret()).isPresent();
  }

  /** A role for a group says nothing about the application. */
  @Test
  void plantedSecretOfServiceWithRoleOfGroup_preventsAdoption() {
    String group = graph.addGroup("users");
    AppSpec spec =
        serviceWithSecret().assignRole(group, InstanceRole.DATA_OWNER, alice.azure.instanceId());
    alice.register(
        AppSpec.desktop("Tool")
            .assignRole(group, InstanceRole.DATA_OWNER, alice.azure.instanceId()));
    bobPlantsService();

    assertNotChanged(spec, "It has a secret 'adt-auth'");
  }

  @Test
  void plantedSecretAndUnreadableRoles_preventAdoption() {
    bobPlantsService();
    alice.azure.resourceManager().allow(entra.alice());

    assertNotChanged(jobWithSecret(), "It has a secret 'adt-auth'");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unprovenSecretAndUnreadablePart_preventAdoption(boolean rolesAreReadable) {
    RegisteredApp app = alice.register(jobWithSecret());
    alice
        .azure
        .script(AdministratorFixture.RESOURCE_MANAGER)
        .alwaysWhen(
            request ->
                request.method().equals("GET")
                    && request.path().contains("/roleAssignments") != rolesAreReadable,
            AdministratorFixture.json(403, "{`error`:{`code`:`AuthorizationFailed`}}"));

    assertNotChanged(jobWithSecret(), "It has a secret 'adt-auth'");

    RegistrationPlan explicit = alice.plan(jobWithSecret().clientId(app.clientId()));
    assertThat(explicit.blockers()).isEmpty();
    assertThat(explicit.notes()).anyMatch(note -> note.contains("requires the role Reader"));
  }

  /** The administrator's consent would give Bob's application the data of all users. */
  @Test
  void plantedSecretAndUnreadableConsent_preventAdoption() {
    AppRegistration bob =
        alice.as(request -> AccessToken.of(graph.tokenFor(entra.bob()), Instant.MAX));
    String appId = bob.apply(bob.plan(apiWithSecret())).clientId();
    graph.application(appId).owners(aliceId()).principalOwners(aliceId());
    AppRegistration limited = alice.as("Application.ReadWrite.All", "User.Read");

    assertNotChanged(limited, apiWithSecret(), "It has a secret 'adt-auth'", appId);
    assertNotChanged(apiWithSecret(), "It has a secret 'adt-auth'");

    AppSpec explicit = apiWithSecret().clientId(appId);
    assertThat(limited.apply(limited.plan(explicit)).manualSteps())
        .anyMatch(step -> step.contains("administrator consent"));
  }

  /** The rights that give an application its access are not those of every user. */
  @ParameterizedTest
  @MethodSource("completeSpecsWithSecret")
  void completeRegistrationWithSecret_isUnchangedByNextRun(AppSpec spec) {
    AppSpec complete =
        spec.purpose() == AppSpec.Purpose.SERVICE
            ? spec.assignRole(InstanceRole.DATA_READER, alice.azure.instanceId())
            : spec;
    RegisteredApp app = alice.register(complete);
    int writes = graph.writes();

    RegistrationPlan again = alice.plan(complete);

    assertThat(again.toString())
        .contains("Nothing to change.")
        .contains("* A secret 'adt-auth' exists");
    RegisteredApp same = alice.registration.apply(again);
    assertThat(same.clientId()).isEqualTo(app.clientId());
    assertThat(same.manualSteps()).isEmpty();
    assertThat(graph.writes()).isEqualTo(writes);
  }

  static List<AppSpec> completeSpecsWithSecret() {
    return List.of(serviceWithSecret(), apiWithSecret());
  }

  /** A service has no use for a consent, so a token that cannot read consents is sufficient. */
  @Test
  void serviceWithSecret_needsNoConsent() {
    AppRegistration limited =
        alice.as(
            request ->
                request.scopes().contains("https://management.azure.com/.default")
                    ? alice.fullAccessToken(request)
                    : AccessToken.of(
                        graph.tokenFor(entra.alice(), "Application.ReadWrite.All"), Instant.MAX));
    assertThat(limited.apply(limited.plan(jobWithSecret())).manualSteps()).isEmpty();

    RegistrationPlan again = limited.plan(jobWithSecret());

    assertThat(again.blockers()).isEmpty();
    assertThat(again.notes()).noneMatch(note -> note.contains("consent"));
    assertThat(limited.apply(again).manualSteps()).isEmpty();
  }

  @Test
  void expiredCredentialAndLoopbackUri_doNotPreventAdoption() {
    alice.register(AppSpec.service("Job", AppCredential.secret(Duration.ofDays(9))));
    graph
        .application("Job")
        .expireCredentials(Instant.now().minusSeconds(60))
        .patch("{\"web\":{\"redirectUris\":[\"http://localhost:8080/signin\"]}}");

    assertThat(alice.plan(job()).blockers()).isEmpty();
  }

  @Test
  void ownerlessApplication_isAdoptedOnlyIfOld() {
    alice.register(job());
    GraphApplication app = graph.application("Job").owners();

    assertNotChanged(job(), "plan again in three minutes");

    app.patch("{\"createdDateTime\":\"" + OLD + "\"}");
    assertThat(alice.plan(job()).blockers()).isEmpty();
    assertThat(alice.register(job()).clientId()).isEqualTo(app.appId());
    app.patch("{\"createdDateTime\":null}");
    assertNotChanged(job(), "does not show an owner");
  }

  @Test
  void ownerlessApplicationWithSecret_isNotAdopted() {
    alice.register(AppSpec.service("Job", AppCredential.secret(Duration.ofDays(9))));
    graph.application("Job").owners().patch("{\"createdDateTime\":\"" + OLD + "\"}");

    assertNotChanged(job(), "secret 'adt-auth'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET applications/{id}/owners", "GET servicePrincipals/{id}/owners"})
  void unreadableOwners_preventAdoption(String call) {
    RegisteredApp app = alice.register(job());
    graph.reject(call, 999, 403, "Authorization_RequestDenied", "Insufficient privileges.");

    assertNotChanged(job(), "owners cannot be read");

    RegistrationPlan explicit = alice.plan(job().clientId(app.clientId()));
    assertThat(explicit.blockers()).isEmpty();
    assertThat(explicit.notes()).anyMatch(note -> note.contains("owners of the application"));
  }

  @Test
  void opaqueToken_doesNotIdentifyOwner() {
    alice.register(job());
    alice.scriptGet(
        AdministratorFixture.GRAPH,
        "/me",
        AdministratorFixture.json(403, "{`error`:{`code`:`x`}}"));
    alice.scriptGet(
        AdministratorFixture.GRAPH,
        "/owners",
        AdministratorFixture.json(200, "{`value`:[{`id`:``,`displayName`:`Nobody`}]}"));

    assertNotChanged(job(), "owner Nobody");
  }

  @Test
  void ownerNames_areSanitized() {
    alice.register(job());
    alice.scriptGet(
        AdministratorFixture.GRAPH,
        "/owners",
        AdministratorFixture.json(
            200, "{`value`:[{`id`:`" + OTHER + "`,`displayName`:`A\\u001b[2J\\n  Nothing`}]}"));

    assertThat(alice.plan(job()).toString())
        .containsPattern("owner A +Nothing \\(" + OTHER + "\\)")
        .doesNotContain("\u001b", "\n  Nothing");
  }

  @Test
  void ownApplication_isAdoptedDespiteLaggingOwner() {
    for (int lag : new int[] {1, 3, 6}) {
      AppSpec spec = AppSpec.desktop("Tool " + lag);
      graph.delays().lagReplicas(lag, lag);
      graph.failAfter(1);
      assertThatThrownBy(() -> alice.register(spec)).isNotNull();
      graph.recoverFromFailures();

      alice.register(spec);

      graph.recover();
      assertThat(alice.plan(spec).changes()).isEmpty();
    }
  }

  @Test
  void ownerAddedAfterThePlan_stopsRun() {
    RegisteredApp app = alice.register(TOOL);
    RegistrationPlan plan = alice.plan(TOOL);
    graph.application(app.clientId()).owners(aliceId(), entra.bob().oid());

    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(RegistrationException.class)
        .satisfies(this::namesBobByObjectId);
  }

  /** A lagging replica shows neither a new service principal nor its owners. */
  @Test
  void ownerOfPrincipalThatAppearsDuringRun_stopsRun() {
    GraphApplication app = bobRegisters("Job");
    bobSends("POST", "servicePrincipals", "{`appId`:`" + app.appId() + "`}", "Job");
    app.owners(aliceId()).principalOwners(entra.bob().oid());
    alice
        .graph()
        .alwaysWhen(
            request ->
                request.method().equals("GET")
                    && request.path().contains("servicePrincipals(")
                    && request.path().contains(app.appId())
                    && principalsCreated() < 2,
            AdministratorFixture.json(404, "{`error`:{`code`:`Request_ResourceNotFound`}}"));
    RegistrationPlan plan = alice.plan(job());
    assertThat(plan.blockers()).isEmpty();

    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("owner of its service principal " + entra.bob().oid());

    assertThat(principalsCreated()).isEqualTo(2);
    assertThat(roleAssignments()).isZero();
  }

  private long principalsCreated() {
    return alice.azure.requests(AdministratorFixture.GRAPH).stream()
        .filter(seen -> seen.method().equals("POST") && seen.path().endsWith("/servicePrincipals"))
        .count();
  }

  @Test
  void pipeline_adoptsItsOwnApplication() {
    AppRegistration pipeline =
        alice.as(
            request ->
                AccessToken.of(
                    request.scopes().contains("https://management.azure.com/.default")
                        ? alice.azure.resourceManager().tokenFor(entra.daemon())
                        : graph.tokenFor(entra.daemon(), "Application.ReadWrite.OwnedBy"),
                    Instant.MAX));
    AppSpec spec = AppSpec.service("Job", AppCredential.federated("https://a.example", "a"));
    pipeline.apply(pipeline.plan(spec));

    assertThat(pipeline.plan(spec).blockers()).isEmpty();
    assertThat(alice.plan(spec).blockers()).isNotEmpty();
  }

  @Test
  void certificateOfSpec_doesNotPreventAdoption() {
    HeldCertificate certificate = new HeldCertificate.Builder().build();
    AppSpec spec = AppSpec.service("Job", AppCredential.certificate(certificate.certificate()));
    alice.register(spec);

    assertThat(alice.plan(spec).blockers()).isEmpty();
    assertNotChanged(
        AppSpec.service(
            "Job", AppCredential.certificate(new HeldCertificate.Builder().build().certificate())),
        "certificate 'adt-auth' (");
  }

  /** Another user plants an application and, at the path of the key, the certificate for it. */
  @Test
  void certificateFileOfAnotherUser_preventsAdoption() throws IOException {
    HeldCertificate planted = new HeldCertificate.Builder().build();
    alice.register(AppSpec.service("Job", AppCredential.certificate(planted.certificate())));
    Path pem = Files.writeString(folder.resolve("job.pem"), planted.certificatePem());
    AppSpec spec = AppSpec.service("Job", AppCredential.newCertificate(pem, Duration.ofDays(9)));
    assertThat(alice.plan(spec).blockers()).isEmpty();

    TestFiles.ofOtherUser(pem);

    assertNotChanged(spec, "certificate 'adt-auth' (");
  }

  /** The user who adds a certificate chooses the thumbprint that Graph returns. */
  @Test
  void certificateWithForgedThumbprint_preventsAdoption() {
    AppSpec spec =
        AppSpec.service(
            "Job", AppCredential.certificate(new HeldCertificate.Builder().build().certificate()));
    RegisteredApp app = alice.register(spec);
    JsonObject planted = graph.application("Job").json();
    JsonMembers.objects(planted, "keyCredentials").get(0).addProperty("key", "AAAA");
    graph.application("Job").patch(planted.toString());

    assertNotChanged(spec, "certificate 'adt-auth'");

    assertThat(alice.plan(spec.clientId(app.clientId())).toString()).contains("+ certificate");
  }

  /** Graph returns no key for a symmetric one, and the user who adds it chooses the thumbprint. */
  @Test
  void credentialWithoutKeyAndThumbprintOfSpec_preventsAdoption() {
    AppSpec spec =
        AppSpec.service(
            "Job", AppCredential.certificate(new HeldCertificate.Builder().build().certificate()));
    alice.register(spec);
    JsonObject planted = graph.application("Job").json();
    JsonObject entry = JsonMembers.objects(planted, "keyCredentials").get(0).deepCopy();
    entry.remove("key");
    entry.addProperty("type", "Symmetric");
    entry.addProperty("keyId", OTHER);
    planted.getAsJsonArray("keyCredentials").add(entry);
    graph.application("Job").patch(planted.toString());

    assertNotChanged(spec, "certificate 'adt-auth' (");
  }
}
