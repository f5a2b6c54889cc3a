package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.registration.GraphJson;
import io.github.adtauth.testkit.graph.FakeGraph;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests a directory whose replicas lag behind writes. */
class LaggingReplicasTest {
  private static final Duration DAYS = Duration.ofDays(9);
  private static final AppSpec TOOL = AppSpec.desktop("Tool");

  private final AdministratorFixture alice = new AdministratorFixture();
  private final FakeGraph graph = alice.azure.graph();

  @AfterEach
  void close() {
    alice.close();
  }

  private static AppSpec job(HeldCertificate certificate) {
    return AppSpec.service("Job", AppCredential.certificate(certificate.certificate()));
  }

  private static AppSpec job(String name) {
    return AppSpec.service(name, AppCredential.certificate(certificate().certificate()));
  }

  private static HeldCertificate certificate() {
    return new HeldCertificate.Builder().build();
  }

  private List<JsonObject> keys(String name) {
    return JsonMembers.objects(graph.application(name).json(), "keyCredentials");
  }

  private List<LoggedRequest> writes(String path) {
    return alice.azure.requests(AdministratorFixture.GRAPH).stream()
        .filter(request -> !request.method().equals("GET") && request.path().contains(path))
        .toList();
  }

  @Test
  void secondCertificateWithinLag_keepsTheFirst() {
    for (int lag : new int[] {1, 2, 3, 5, 12}) {
      graph.recover();
      String name = "Job " + lag;
      RegisteredApp app = alice.register(job(name));
      graph.delays().lagReplicas(lag, lag);
      alice.register(job(name).clientId(app.clientId()));

      alice.register(job(name).clientId(app.clientId()));

      assertThat(keys(name)).as("lag of %d reads", lag).hasSize(3);
    }
  }

  @Test
  void laggingCertificateOfAnotherRun_isKept() {
    RegisteredApp app = alice.register(job(certificate()));
    AppSpec next = job(certificate()).clientId(app.clientId());
    RegistrationPlan plan = alice.plan(next);
    String keyOfAnother = "99999999-9999-4999-8999-999999999999";
    graph.delays().lagReplicas(3, 3);
    addKeyElsewhere(app, keyOfAnother);

    alice.registration.apply(plan);

    assertThat(keys("Job")).hasSize(3);
    assertThat(keys("Job").toString()).contains(keyOfAnother);
  }

  /** Registers another certificate like another program. */
  private void addKeyElsewhere(RegisteredApp app, String keyId) {
    JsonObject key = new JsonObject();
    key.addProperty("type", "AsymmetricX509Cert");
    key.addProperty("usage", "Verify");
    key.addProperty("keyId", keyId);
    key.addProperty("key", base64(certificate()));
    JsonArray keys = new JsonArray();
    keys("Job").forEach(keys::add);
    keys.add(key);
    JsonObject body = new JsonObject();
    body.add("keyCredentials", keys);
    Request request =
        new Request.Builder()
            .url("https://graph.microsoft.com/v1.0/applications(appId='" + app.clientId() + "')")
            .header("Authorization", "Bearer " + graph.tokenFor(alice.azure.entra().alice()))
            .patch(RequestBody.create(body.toString(), MediaType.get("application/json")))
            .build();
    try (Response response = alice.azure.httpClient().newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(204);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String base64(HeldCertificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.certificate().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keyMissingAfterPlan_stopsRun() {
    RegisteredApp app = alice.register(job(certificate()));
    RegistrationPlan plan = alice.plan(job(certificate()).clientId(app.clientId()));
    graph.application("Job").patch("{\"keyCredentials\":[]}");

    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("Run it again");

    assertThat(writes("/applications/").stream().filter(w -> w.method().equals("PATCH")))
        .as("only the first certificate was registered")
        .hasSize(1);
  }

  @Test
  void staleReadAfterPatch_keepsScopeId() {
    for (int lag : new int[] {1, 2, 3, 5, 12}) {
      graph.recover();
      graph.delays().lagReplicas(lag, lag);
      AppSpec api =
          AppSpec.webApi("API " + lag, AppCredential.federated("https://issuer.example", "pod"))
              .preAuthorizedClient("11111111-1111-4111-8111-111111111111");

      RegisteredApp app = alice.register(api);

      graph.recover();
      assertThat(alice.plan(api).changes()).isEmpty();
      assertThat(
              JsonMembers.objects(
                  GraphJson.object(graph.application(app.clientId()).json(), "api"),
                  "oauth2PermissionScopes"))
          .hasSize(1);
    }
  }

  @Test
  void laggingLists_createNoSecondApplication() {
    for (int broken = 0; broken < 3; broken++) {
      String name = "Tool " + broken;
      graph.delays().lagReplicas(broken, 20);
      graph.failAfter(1 + broken);
      assertThatThrownBy(() -> alice.register(AppSpec.desktop(name)))
          .isInstanceOf(UnavailableException.class);
      graph.recoverFromFailures();

      alice.register(AppSpec.desktop(name));

      graph.recover();
      assertThat(graph.applications())
          .filteredOn(one -> GraphJson.string(one, "displayName").equals(name))
          .hasSize(1);
      assertThat(alice.plan(AppSpec.desktop(name)).changes()).isEmpty();
    }
  }

  @Test
  void creation_isAnUpsertByUniqueName() {
    alice.register(TOOL);

    LoggedRequest creation = writes("/applications").get(0);
    assertThat(creation.method()).isEqualTo("PATCH");
    assertThat(creation.path()).contains("/v1.0/applications(uniqueName='");
    assertThat(creation.header("Prefer")).isEqualTo("create-if-missing");
  }

  @Test
  void unknownBackingApplication_isAwaitedAndReported() {
    graph.delays().rejectServicePrincipals(9);
    List<String> progress = new ArrayList<>();

    alice.registration.apply(alice.plan(TOOL), progress::add);

    assertThat(progress).hasSizeGreaterThanOrEqualTo(9);
    assertThat(progress.get(0))
        .contains("the backing application of the service principal")
        .contains("of at most 180 s");
    assertThat(alice.plan(TOOL).changes()).isEmpty();
  }

  @Test
  void unknownBackingApplication_failsAfterThreeMinutes() {
    graph.delays().rejectServicePrincipals(1_000);
    RegistrationPlan plan = alice.plan(TOOL);

    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("backing application")
        .hasMessageContaining("Application Developer");

    Duration slept = alice.time.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(slept).isBetween(Duration.ofSeconds(150), Duration.ofSeconds(200));
  }

  @Test
  void concurrencyViolation_isRetried() {
    for (String call :
        List.of(
            "PATCH applications/{id}",
            "POST servicePrincipals",
            "POST applications/{id}/addPassword",
            "POST applications/{id}/federatedIdentityCredentials",
            "POST oauth2PermissionGrants")) {
      graph.delays().rejectAsConcurrent(call, 3);
    }
    AppSpec secret = AppSpec.webApi("A", AppCredential.secret(DAYS));
    assertThat(alice.register(secret).secret()).isPresent();
    AppSpec federated = AppSpec.webApi("B", AppCredential.federated("https://b.example", "b"));
    alice.register(federated);

    assertThat(alice.plan(secret).changes()).isEmpty();
    assertThat(alice.plan(federated).changes()).isEmpty();
    assertThat(writes("/addPassword")).hasSize(4);
  }

  @Test
  void otherConflict_isNotRetried() {
    graph.reject("PATCH applications/{id}", 1, 409, "Request_MultipleObjects", "Taken.");
    RegistrationPlan plan = alice.plan(TOOL);

    assertThatThrownBy(() -> alice.registration.apply(plan))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("Taken.");
    assertThat(alice.time.sleeps()).isEmpty();
  }

  @Test
  void notFoundAfterWrite_isRetried() {
    RegisteredApp first =
        alice.register(AppSpec.service("Job", AppCredential.federated("https://a.example", "a")));
    AppSpec second =
        AppSpec.service("Job", AppCredential.federated("https://b.example", "b"))
            .clientId(first.clientId())
            .assignRole(InstanceRole.DATA_READER, alice.azure.instanceId());
    alice.azure.resourceManager().rejectPrincipals(4);

    RegisteredApp app = alice.register(second);

    assertThat(app.manualSteps()).isEmpty();
    assertThat(alice.plan(second).changes()).isEmpty();
  }

  @Test
  void existingObject_isSuccess() {
    AppSpec spec =
        AppSpec.webApi("API", AppCredential.federated("https://issuer.example", "pod"))
            .assignRole(graph.addGroup("users"), InstanceRole.DATA_OWNER, alice.azure.instanceId());
    RegisteredApp app = alice.register(spec);
    int applications = graph.applications().size();
    once(AdministratorFixture.GRAPH, "/servicePrincipals(appId='" + app.clientId(), 404);
    once(AdministratorFixture.GRAPH, "/federatedIdentityCredentials", 200);
    once(AdministratorFixture.GRAPH, "/oauth2PermissionGrants", 200);
    once(AdministratorFixture.RESOURCE_MANAGER, "/roleAssignments", 200);

    RegisteredApp again = alice.register(spec);

    assertThat(again.clientId()).isEqualTo(app.clientId());
    assertThat(again.manualSteps()).isEmpty();
    assertThat(graph.applications()).hasSize(applications);
    assertThat(alice.plan(spec).changes()).isEmpty();
  }

  /** Scripts the responses to the reads of plan and apply, like a replica that lacks the object. */
  private void once(String host, String path, int status) {
    String body =
        status == 404
            ? "{`error`:{`code`:`Request_ResourceNotFound`,`message`:`x`}}"
            : "{`value`:[]}";
    for (int i = 0; i < 2; i++) {
      alice
          .azure
          .script(host)
          .nextWhen(
              request -> request.method().equals("GET") && request.path().contains(path),
              AdministratorFixture.json(status, body));
    }
  }
}
