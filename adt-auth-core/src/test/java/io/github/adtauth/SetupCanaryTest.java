package io.github.adtauth;

import static io.github.adtauth.LeakTestEnvironment.LOGIN;
import static io.github.adtauth.LeakTestEnvironment.WRONG_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.doctor.Diagnosis;
import io.github.adtauth.doctor.Doctor;
import io.github.adtauth.doctor.SignInMethod;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppRegistration;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.registration.InstanceRole;
import io.github.adtauth.registration.RegisteredApp;
import io.github.adtauth.registration.RegistrationPlan;
import io.github.adtauth.testkit.Faults;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that neither the doctor nor a registration prints a secret, whatever the response. */
class SetupCanaryTest {
  private static final String GRAPH = "graph.microsoft.com";
  private static final String RESOURCE_MANAGER = "management.azure.com";
  private static final String TOLD = "t0Ld~Q-told-Canary_8MbUhZc3MK1sRUOoA_Rn";
  private static final Duration DAYS = Duration.ofDays(9);
  private static final List<MockResponse> FAULTS =
      List.of(
          Faults.status(400),
          Faults.status(401),
          Faults.status(404),
          Faults.status(503),
          Faults.html(200),
          Faults.empty(200),
          Faults.garbage(),
          Faults.disconnect(),
          Faults.truncated());

  @TempDir Path folder;
  private final LeakTestEnvironment world = new LeakTestEnvironment();

  @AfterEach
  void close() {
    world.close();
  }

  /** Runs a flow with each kind of failure of a host. */
  private void whateverSays(String host, Consumer<String> run) {
    for (MockResponse fault : FAULTS) {
      world.azure.script(host).always(fault);
      run.accept(host + " with " + fault.getStatus());
      world.azure.script(host).clear();
    }
    for (Echo echo : Echo.values()) {
      var service =
          switch (host) {
            case LOGIN -> world.entra;
            case GRAPH -> world.azure.graph();
            case RESOURCE_MANAGER -> world.azure.resourceManager();
            default -> world.azure.twins();
          };
      world.azure.host(host, echo::of);
      run.accept(host + " with echo " + echo);
      world.azure.host(host, service);
    }
  }

  private void examine(String what, SignInMethod way) {
    DigitalTwinsConfig config = world.config(world.daemon).build();
    DigitalTwinsConfig api = world.config(world.webApi).build();
    Diagnosis diagnosis =
        Doctor.create(way.toString().startsWith("web") ? api : config)
            .httpClient(world.http)
            .timing(TestTiming.of(world.time))
            .checkWriteAccess()
            .diagnose(way);
    world.canary.saw("text of " + what, diagnosis.toString());
    world.canary.saw("JSON of " + what, diagnosis.toJson());
    world.canary.saw("findings of " + what, diagnosis.findings() + " " + way);
  }

  @Test
  void doctor_printsNoSecret() {
    ClientCredential secret = ClientCredential.secret(world.daemon.secret());
    ClientCredential apiSecret = ClientCredential.secret(world.webApi.secret());
    Consumer<String> everyWay =
        what -> {
          Secret inbound = Secret.of(world.assertion());
          examine(what, SignInMethod.service(secret));
          examine(what, SignInMethod.service(ClientCredential.secret(WRONG_SECRET)));
          examine(what, SignInMethod.webApi(apiSecret, inbound));
          examine(what, SignInMethod.webApi(ClientCredential.secret(WRONG_SECRET), inbound));
        };
    everyWay.accept("health");
    whateverSays(LOGIN, everyWay);
    whateverSays(URI.create(world.azure.endpoint()).getHost(), everyWay);

    assertThat(world.leaks()).isEmpty();
  }

  private AppRegistration registration() {
    TokenProvider tokens =
        request -> {
          String token =
              request.scopes().toString().contains("management")
                  ? world.azure.resourceManager().tokenFor(world.entra.alice())
                  : world.azure.graph().tokenFor(world.entra.alice());
          world.canary.mark("token of the administrator", token);
          return AccessToken.of(token, Instant.MAX);
        };
    return AppRegistration.create(tokens, world.http, TestTiming.of(world.time));
  }

  private RegisteredApp register(AppSpec spec) {
    RegistrationPlan plan = registration().plan(spec);
    world.canary.saw("plan", plan + " " + plan.changes() + plan.notes() + spec);
    RegisteredApp app = registration().apply(plan);
    app.secret().ifPresent(secret -> world.canary.mark("secret made", secret.reveal()));
    world.canary.saw("application", app + " " + app.secret() + app.manualSteps());
    return app;
  }

  @Test
  void registration_printsNoSecret() throws IOException {
    Path pem = folder.resolve("job.pem");
    AppCredential certificate = AppCredential.newCertificate(pem, DAYS);
    AppSpec job =
        AppSpec.service("Job", AppCredential.secret(DAYS))
            .assignRole(InstanceRole.DATA_OWNER, world.azure.instanceId());
    register(job).writeTo(folder.resolve("job.properties"), null);
    register(AppSpec.webApi("API", certificate));
    world.canary.mark("private key", Files.readString(pem).split("PRIVATE KEY-----", 3)[1]);
    world.canary.saw("credential", certificate.toString());
    int[] names = {0};
    Consumer<String> registered =
        what -> {
          names[0]++;
          world.attempt("who, " + what, () -> registration().signedInAs());
          world.attempt("same, " + what, () -> register(job));
          AppSpec other =
              AppSpec.webApi("API " + names[0], AppCredential.secret(DAYS))
                  .assignRole(
                      world.entra.alice().oid(), InstanceRole.DATA_OWNER, world.azure.instanceId());
          world.attempt("new, " + what, () -> register(other));
        };
    whateverSays(GRAPH, registered);
    whateverSays(RESOURCE_MANAGER, registered);
    world.canary.mark("secret told", TOLD);
    for (String told :
        new String[] {
          TOLD,
          "{\"secretText\":\"" + TOLD,
          "{\"secretText\":[\"" + TOLD + "\"]}",
          "{\"error\":{\"code\":\"x\",\"innerError\":{\"x\":\"" + TOLD + "\"}}}"
        }) {
      for (int status : new int[] {200, 400, 503}) {
        MockResponse response = new MockResponse.Builder().code(status).body(told).build();
        world
            .azure
            .script(GRAPH)
            .alwaysWhen(request -> request.path().endsWith("/addPassword"), response);
        registered.accept("secret with " + status);
        world.azure.script(GRAPH).clear();
      }
    }

    assertThat(world.leaks()).isEmpty();
  }
}
