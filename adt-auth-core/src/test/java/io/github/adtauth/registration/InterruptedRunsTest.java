package io.github.adtauth.registration;

import static io.github.adtauth.registration.AdministratorFixture.GRAPH;
import static io.github.adtauth.registration.AdministratorFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.Secret;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.registration.GraphJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests outdated plans, interrupted runs and concurrent changes. */
class InterruptedRunsTest {
  private static final Duration DAYS = Duration.ofDays(9);
  private static final AppSpec TOOL = AppSpec.desktop("Tool");
  private static final AppSpec API = AppSpec.webApi("API", AppCredential.secret(DAYS));

  @TempDir Path folder;
  private final AdministratorFixture alice = new AdministratorFixture();

  @AfterEach
  void close() {
    alice.close();
  }

  private String instance(String name) {
    return alice.azure.resourceManager().instanceId(name);
  }

  /** Graph returns a secret only once, so a later failure must not lose it. */
  @Test
  void laterFailure_doesNotLoseSecret() {
    int broken = 0;
    for (int writes = 0; writes < 12; writes++) {
      alice.azure.graph().failAfter(writes);
      try {
        RegisteredApp app =
            alice.register(AppSpec.webApi("A" + writes, AppCredential.secret(DAYS)));
        assertThat(app.secret()).isPresent();
      } catch (UnavailableException e) {
        broken++;
        alice.azure.graph().recover();
        RegisteredApp completed =
            alice.register(AppSpec.webApi("A" + writes, AppCredential.secret(DAYS)));
        assertThat(completed.secret()).as("broken after %d writes", writes).isPresent();
      }
      alice.azure.graph().recover();
    }
    assertThat(broken).isBetween(3, 11);
  }

  @Test
  void lostResponse_isRecoveredByNextRun() {
    AppCredential pod = AppCredential.federated("https://issuer.example", "repo:x");
    int lost = 0;
    for (int writes = 0; writes < 9; writes++) {
      AppSpec spec =
          AppSpec.webApi("Lost " + writes, pod)
              .assignRole(
                  alice.azure.graph().addGroup("g" + writes),
                  InstanceRole.DATA_OWNER,
                  instance("contoso"));
      alice.azure.graph().loseResponseAfter(writes);
      try {
        alice.register(spec);
      } catch (UnavailableException e) {
        lost++;
        alice.register(spec);
      }
      alice.azure.graph().recover();
      assertThat(alice.plan(spec).changes()).isEmpty();
    }
    assertThat(lost).isBetween(4, 8);
    assertThat(alice.azure.graph().applications())
        .filteredOn(application -> application.toString().contains("\"Lost "))
        .hasSize(9);
  }

  /** A lagging replica does not show the certificate that this run has just registered. */
  @Test
  void newCertificate_isRegisteredOnceWhileReplicasLag() {
    alice.azure.graph().delays().lagReplicas(9, 9);

    alice.register(
        AppSpec.service("Job", AppCredential.newCertificate(folder.resolve("job.pem"), DAYS)));

    assertThat(keysSent()).hasSize(1);
  }

  /** A replica may still show the entry of the first write after the second has replaced it. */
  @Test
  void certificateSentTwice_keepsItsKeyId() {
    String clientId = alice.register(AppSpec.desktop("Job")).clientId();
    AppSpec spec =
        AppSpec.service("Job", AppCredential.newCertificate(folder.resolve("job.pem"), DAYS))
            .clientId(clientId);
    alice.azure.graph().delays().lagReplicas(9, 9);
    alice.azure.graph().loseResponseAfter(0);
    assertThatThrownBy(() -> alice.register(spec)).isInstanceOf(UnavailableException.class);

    alice.register(spec);

    assertThat(keysSent()).hasSize(2).doesNotContain("");
    assertThat(Set.copyOf(keysSent())).hasSize(1);
  }

  private List<String> keysSent() {
    return alice.azure.requests(GRAPH).stream()
        .filter(request -> request.method().equals("PATCH"))
        .map(request -> JsonParser.parseString(request.body()).getAsJsonObject())
        .flatMap(body -> JsonMembers.objects(body, "keyCredentials").stream())
        .map(key -> GraphJson.string(key, "keyId"))
        .toList();
  }

  @Test
  void lostSecret_isNoted() {
    RegistrationPlan plan = alice.plan(API);
    assertThat(plan.notes()).isEmpty();
    alice
        .graph()
        .alwaysWhen(r -> r.path().endsWith("/addPassword"), json(503, "{`error`:{`code`:`x`}}"));
    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(UnavailableException.class);
    alice.graph().clear();
    assertThat(alice.register(API).secret()).isPresent();

    assertThat(alice.plan(API).toString())
        .contains("Nothing to change.")
        .contains("* A secret 'adt-auth' exists, and its value cannot be read again.");
  }

  /** The certificate was not registered, but the first run wrote its file. */
  @Test
  void planAfterInterruptedRun_usesItsKeyFile() throws Exception {
    Path pem = folder.resolve("job.pem");
    AppSpec spec = AppSpec.service("Job", AppCredential.newCertificate(pem, DAYS));
    RegistrationPlan plan = alice.plan(spec);
    alice
        .graph()
        .alwaysWhen(
            request -> request.body().contains("keyCredentials"),
            json(503, "{`error`:{`code`:`x`}}"));
    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(UnavailableException.class);
    alice.graph().clear();
    String key = Files.readString(pem);

    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining(
            "The file "
                + pem
                + " did not exist when the plan was created. If an earlier run of this plan"
                + " created it, plan again to use it. Otherwise move it away first.");

    RegistrationPlan next = alice.plan(spec);
    assertThat(next.blockers()).isEmpty();
    assertThat(next.changes())
        .filteredOn(change -> change.step() == RegistrationStep.CREDENTIAL)
        .singleElement()
        .asString()
        .startsWith("+ certificate of " + pem);
    RegisteredApp app = alice.registration.apply(next);
    assertThat(app.certificate()).contains(pem);
    assertThat(pem).hasContent(key);
    assertThat(alice.azure.graph().application("Job").json().toString())
        .contains(
            Base64.getEncoder()
                .encodeToString(HeldCertificate.decode(key).certificate().getEncoded()));
    assertThat(alice.plan(spec).changes()).isEmpty();
  }

  /** The plan creates the key file, which exists when it is applied again. */
  @Test
  void completedPlan_canBeAppliedAgain() throws IOException {
    Path pem = folder.resolve("job.pem");
    RegistrationPlan plan =
        alice.plan(AppSpec.service("Job", AppCredential.newCertificate(pem, DAYS)));
    String clientId = alice.registration.apply(plan).clientId();
    String key = Files.readString(pem);
    int writes = alice.azure.graph().writes();

    assertThat(alice.registration.apply(plan).clientId()).isEqualTo(clientId);

    assertThat(alice.azure.graph().writes()).isEqualTo(writes);
    assertThat(pem).hasContent(key);
  }

  @Test
  void renamedApplication_isIdentifiedByClientId() {
    RegisteredApp first = alice.register(TOOL);
    RegistrationPlan plan = alice.plan(TOOL);
    alice.azure.graph().application(first.clientId()).patch("{\"displayName\":\"Old\"}");
    RegisteredApp second = alice.register(AppSpec.browserPage("Tool", "https://rooms.example/"));
    int writes = alice.azure.graph().writes();

    assertThat(alice.registration.apply(plan).clientId()).isEqualTo(first.clientId());

    assertThat(second.clientId()).isNotEqualTo(first.clientId());
    assertThat(alice.azure.graph().writes()).isEqualTo(writes);
  }

  @Test
  void unknownClientId_blocksPlan() {
    String id = "11111111-1111-4111-8111-111111111111";

    RegistrationPlan plan = alice.plan(TOOL.clientId(id.toUpperCase(java.util.Locale.ROOT)));

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.toString()).contains("! There is no application with the Client ID " + id);
    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(RegistrationException.class);
    assertThat(alice.azure.graph().writes()).isZero();
  }

  @Test
  void blockerAfterPlan_stopsRun() {
    RegisteredApp app = alice.register(TOOL);
    RegistrationPlan plan = alice.plan(TOOL.clientId(app.clientId()));
    String grant =
        "{`value`:[{`id`:`g`,`clientId`:`"
            + alice.azure.graph().registration(app.clientId()).servicePrincipalId()
            + "`,`consentType`:`AllPrincipals`,`resourceId`:`"
            + GraphJson.string(plan.state().resource(), "id")
            + "`,`scope`:`Other\\u001b[2J`}]}";
    alice.scriptGet(GRAPH, "/oauth2PermissionGrants", json(200, grant));

    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("consented to 'Other' only");
  }

  @Test
  void directoryThatNeverSettles_isUnavailable() {
    RegisteredApp app = alice.register(TOOL);
    RegistrationPlan plan = alice.plan(TOOL.clientId(app.clientId()).allowWiderConsent());
    String principal = alice.azure.graph().registration(app.clientId()).servicePrincipalId();
    String resource = GraphJson.string(plan.state().resource(), "id");
    for (int i = 0; i < 300; i++) {
      alice
          .graph()
          .nextWhen(
              r -> r.method().equals("GET") && r.path().contains("/oauth2PermissionGrants"),
              json(
                  200,
                  "{`value`:[{`id`:`g`,`clientId`:`"
                      + principal
                      + "`,`consentType`:`AllPrincipals`,`resourceId`:`"
                      + resource
                      + "`,`scope`:`s"
                      + i
                      + "`}]}"));
    }
    alice.graph().alwaysWhen(r -> r.method().equals("PATCH"), json(200, "{}"));

    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("keeps changing the registration");
  }

  @Test
  void everyInstance_isReadBeforeAnyWrite() {
    String userId = alice.azure.entra().alice().oid();
    AppSpec spec =
        TOOL.assignRole(userId, InstanceRole.DATA_OWNER, instance("contoso"))
            .assignRole(userId, InstanceRole.DATA_OWNER, instance("other"));

    assertThatThrownBy(() -> alice.plan(spec))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("There is no Digital Twins instance " + instance("other"));
  }

  @Test
  void webApiWithoutScope_blocksPlan() {
    RegisteredApp other = alice.register(AppSpec.desktop("Other"));

    assertThat(alice.plan(TOOL.callsWebApi(other.clientId())).blockers())
        .singleElement()
        .asString()
        .contains("exposes no scope access_as_user");
  }

  @Test
  void sameSubjectOfTwoIssuers_isTwoCredentials() {
    AppSpec job = AppSpec.service("Job", AppCredential.federated("https://a.example", "repo:x"));
    String clientId = alice.register(job).clientId();
    AppSpec other =
        AppSpec.service("Job", AppCredential.federated("https://b.example", "repo:x"))
            .clientId(clientId);
    alice.register(other);

    assertThat(alice.plan(job.clientId(clientId)).changes()).isEmpty();
    assertThat(alice.plan(other).changes()).isEmpty();
  }

  @Test
  void concurrentRuns_bothSucceed() throws InterruptedException {
    Set<String> ids = java.util.concurrent.ConcurrentHashMap.newKeySet();
    Set<Thread> both =
        java.util.stream.Stream.of("One", "Two")
            .map(
                name -> new Thread(() -> ids.add(alice.register(AppSpec.desktop(name)).clientId())))
            .collect(Collectors.toSet());
    both.forEach(Thread::start);
    for (Thread thread : both) {
      thread.join();
    }

    assertThat(new TreeSet<>(ids)).hasSize(2);
    assertThat(alice.plan(AppSpec.desktop("One")).changes()).isEmpty();
    assertThat(alice.plan(AppSpec.desktop("Two")).changes()).isEmpty();
  }

  @Test
  void secret_isNotPrinted() {
    RegisteredApp app = alice.register(API);
    Secret secret = app.secret().orElseThrow();

    assertThat(app + " " + app.manualSteps() + alice.plan(API) + alice.plan(API).changes())
        .doesNotContain(secret.reveal());
  }
}
