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
import io.github.adtauth.testkit.http.Faults;
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
  private static final String RETURNED_SECRET = "t0Ld~Q-told-Canary_8MbUhZc3MK1sRUOoA_Rn";
  private static final Duration DAYS = Duration.ofDays(9);
  private static final List<MockResponse> FAULTS =
      List.of(
          Faults.status(400),
          Faults.status(401),
          Faults.status(404),
          Faults.status(503),
          Faults.html(200),
          Faults.status(200),
          Faults.malformedJson(),
          Faults.disconnect(),
          Faults.truncated());

  @TempDir Path folder;
  private final LeakTestEnvironment environment = new LeakTestEnvironment();

  @AfterEach
  void close() {
    environment.close();
  }

  /** Runs a flow with each kind of failure of a host. */
  private void withEachFailureOf(String host, Consumer<String> run) {
    for (MockResponse fault : FAULTS) {
      environment.azure.script(host).always(fault);
      run.accept(host + " with " + fault.getStatus());
      environment.azure.script(host).clear();
    }
    for (Echo echo : Echo.values()) {
      var service =
          switch (host) {
            case LOGIN -> environment.entra;
            case GRAPH -> environment.azure.graph();
            case RESOURCE_MANAGER -> environment.azure.resourceManager();
            default -> environment.azure.twins();
          };
      environment.azure.host(host, echo::of);
      run.accept(host + " with echo " + echo);
      environment.azure.host(host, service);
    }
  }

  private void examine(String name, SignInMethod method) {
    DigitalTwinsConfig config = environment.config(environment.daemon).build();
    DigitalTwinsConfig api = environment.config(environment.webApi).build();
    Diagnosis diagnosis =
        Doctor.create(method.toString().startsWith("web") ? api : config)
            .httpClient(environment.http)
            .timing(TestTiming.of(environment.time))
            .checkWriteAccess()
            .diagnose(method);
    environment.canary.collect("text of " + name, diagnosis.toString());
    environment.canary.collect("JSON of " + name, diagnosis.toJson());
    environment.canary.collect("findings of " + name, diagnosis.findings() + " " + method);
  }

  @Test
  void doctor_printsNoSecret() {
    ClientCredential secret = ClientCredential.secret(environment.daemon.secret());
    ClientCredential apiSecret = ClientCredential.secret(environment.webApi.secret());
    Consumer<String> everyWay =
        name -> {
          Secret inbound = Secret.of(environment.assertion());
          examine(name, SignInMethod.service(secret));
          examine(name, SignInMethod.service(ClientCredential.secret(WRONG_SECRET)));
          examine(name, SignInMethod.webApi(apiSecret, inbound));
          examine(name, SignInMethod.webApi(ClientCredential.secret(WRONG_SECRET), inbound));
        };
    everyWay.accept("health");
    withEachFailureOf(LOGIN, everyWay);
    withEachFailureOf(URI.create(environment.azure.endpoint()).getHost(), everyWay);

    assertThat(environment.leaks()).isEmpty();
  }

  private AppRegistration registration() {
    TokenProvider tokens =
        request -> {
          String token =
              request.scopes().toString().contains("management")
                  ? environment.azure.resourceManager().tokenFor(environment.entra.alice())
                  : environment.azure.graph().tokenFor(environment.entra.alice());
          environment.canary.mark("token of the administrator", token);
          return AccessToken.of(token, Instant.MAX);
        };
    return AppRegistration.create(tokens, environment.http, TestTiming.of(environment.time));
  }

  private RegisteredApp register(AppSpec spec) {
    RegistrationPlan plan = registration().plan(spec);
    environment.canary.collect("plan", plan + " " + plan.changes() + plan.notes() + spec);
    RegisteredApp app = registration().apply(plan);
    app.secret().ifPresent(secret -> environment.canary.mark("secret made", secret.reveal()));
    environment.canary.collect("application", app + " " + app.secret() + app.manualSteps());
    return app;
  }

  @Test
  void registration_printsNoSecret() throws IOException {
    Path pem = folder.resolve("job.pem");
    AppCredential certificate = AppCredential.newCertificate(pem, DAYS);
    AppSpec job =
        AppSpec.service("Job", AppCredential.secret(DAYS))
            .assignRole(InstanceRole.DATA_OWNER, environment.azure.instanceId());
    register(job).writeTo(folder.resolve("job.properties"), null);
    register(AppSpec.webApi("API", certificate));
    environment.canary.mark("private key", Files.readString(pem).split("PRIVATE KEY-----", 3)[1]);
    environment.canary.collect("credential", certificate.toString());
    int[] names = {0};
    Consumer<String> registered =
        name -> {
          names[0]++;
          environment.attempt("signed-in user, " + name, () -> registration().signedInAs());
          environment.attempt("same, " + name, () -> register(job));
          AppSpec other =
              AppSpec.webApi("API " + names[0], AppCredential.secret(DAYS))
                  .assignRole(
                      environment.entra.alice().oid(),
                      InstanceRole.DATA_OWNER,
                      environment.azure.instanceId());
          environment.attempt("new, " + name, () -> register(other));
        };
    withEachFailureOf(GRAPH, registered);
    withEachFailureOf(RESOURCE_MANAGER, registered);
    environment.canary.mark("returned secret", RETURNED_SECRET);
    for (String body :
        new String[] {
          RETURNED_SECRET,
          "{\"secretText\":\"" + RETURNED_SECRET,
          "{\"secretText\":[\"" + RETURNED_SECRET + "\"]}",
          "{\"error\":{\"code\":\"x\",\"innerError\":{\"x\":\"" + RETURNED_SECRET + "\"}}}"
        }) {
      for (int status : new int[] {200, 400, 503}) {
        MockResponse response = new MockResponse.Builder().code(status).body(body).build();
        environment
            .azure
            .script(GRAPH)
            .alwaysWhen(request -> request.path().endsWith("/addPassword"), response);
        registered.accept("secret with " + status);
        environment.azure.script(GRAPH).clear();
      }
    }

    assertThat(environment.leaks()).isEmpty();
  }
}
