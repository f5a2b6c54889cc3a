package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.AdtException;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.registration.GraphJson;
import io.github.adtauth.internal.registration.ObservedFacts;
import io.github.adtauth.testkit.graph.FakeGraph;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import mockwebserver3.MockResponse;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a hundred registrations of each purpose with random delays. Each is interrupted at a random
 * request and run again. {@code -Dregistration.seed} repeats a run.
 */
class RandomDelaysTest {
  private static final int RUNS = Integer.getInteger("registration.runs", 100);
  private static final long SEED =
      Long.getLong("registration.seed", System.nanoTime() & 0xffff_ffffL);
  private static final int MAX_READS = 3;
  private static final int MAX_LISTS = 6;
  private static final Duration DAYS = Duration.ofDays(9);
  private static final String ISSUER = "https://issuer.example";
  private static final MockResponse BROKEN =
      AdministratorFixture.json(503, "{`error`:{`code`:`ServiceUnavailable`,`message`:`x`}}");

  @TempDir Path folder;
  private final AdministratorFixture alice = new AdministratorFixture();
  private final FakeGraph graph = alice.azure.graph();
  private final HeldCertificate certificate = new HeldCertificate.Builder().build();
  private final String group = graph.addGroup("users");

  @AfterEach
  void close() {
    alice.close();
  }

  @Test
  void desktopTools_haveSameResultAsWithoutDelays() {
    check(number -> AppSpec.desktop("Tool " + number), 1);
  }

  @Test
  void pages_haveSameResultAsWithoutDelays() {
    check(number -> AppSpec.browserPage("Page " + number, "https://rooms.example/"), 2);
  }

  @Test
  void services_haveSameResultAsWithoutDelays() {
    check(
        number ->
            AppSpec.service(
                    "Job " + number,
                    number % 2 == 1
                        ? AppCredential.secret(DAYS)
                        : number % 10 == 0
                            ? AppCredential.newCertificate(
                                folder.resolve("job" + number + ".pem"), DAYS)
                            : AppCredential.certificate(certificate.certificate()))
                .assignRole(InstanceRole.DATA_READER, alice.azure.instanceId()),
        3);
  }

  @Test
  void webApis_haveSameResultAsWithoutDelays() {
    check(
        number ->
            AppSpec.webApi("API " + number, AppCredential.federated(ISSUER, "pod"))
                .preAuthorizedClient("11111111-1111-4111-8111-111111111111")
                .assignRole(group, InstanceRole.DATA_OWNER, alice.azure.instanceId()),
        4);
  }

  /** Each certificate is registered within the lag of the previous one. */
  @Test
  void certificatesInUse_areKept() {
    Random random = random(5);
    for (int number = 0; number < RUNS / 4; number++) {
      String name = "Kept " + number;
      String clientId = alice.register(certificate(name)).clientId();
      graph.delays().randomize(random, MAX_READS, MAX_LISTS);
      alice.register(certificate(name).clientId(clientId));
      AppSpec third = certificate(name).clientId(clientId);
      interrupt(random, () -> alice.register(third));
      alice.register(third);
      graph.recover();
      assertThat(JsonMembers.objects(graph.application(name).json(), "keyCredentials"))
          .as("%s, seed %d", name, SEED)
          .hasSize(3);
      graph.application(name).delete();
    }
  }

  private static AppSpec certificate(String name) {
    return AppSpec.service(
        name, AppCredential.certificate(new HeldCertificate.Builder().build().certificate()));
  }

  private void check(IntFunction<AppSpec> specs, int salt) {
    Random random = random(salt);
    List<String> expected = new ArrayList<>(); // services alternate between two credentials
    for (int number = 0; number < 2; number++) {
      alice.register(specs.apply(number));
      expected.add(shape(specs.apply(number)));
    }
    int interrupted = 0;
    for (int number = 2; number < RUNS + 2; number++) {
      AppSpec spec = specs.apply(number);
      String run = spec + ", seed " + SEED;
      graph.delays().randomize(random, MAX_READS, MAX_LISTS);
      alice.azure.resourceManager().lagListsAtRandom(random, MAX_LISTS);
      List<RegisteredApp> results = new ArrayList<>();
      if (interrupt(random, () -> results.add(alice.register(spec)))) {
        interrupted++;
      }
      results.add(alice.register(spec));
      graph.recover();
      alice.azure.resourceManager().recover();

      assertThat(shape(spec)).as(run).isEqualTo(expected.get(number % 2));
      assertThat(alice.plan(spec).changes()).as(run).isEmpty();
      assertThat(results.get(results.size() - 1).manualSteps())
          .as(run)
          .hasSize(spec.roleAssignments().isEmpty() ? 1 : 0);
      graph.application(spec.displayName()).delete(); // the fake checks all objects at each request
    }
    assertThat(interrupted).as("seed %d", SEED).isGreaterThan(RUNS / 4);
  }

  /**
   * Fails a random request, before or after it is handled. Returns whether the request was sent.
   */
  private boolean interrupt(Random random, Runnable run) {
    int at = random.nextInt(60);
    if (random.nextBoolean()) {
      graph.loseResponseAfter(random.nextInt(4));
    } else {
      AtomicInteger requests = new AtomicInteger();
      alice
          .graph()
          .alwaysWhen(
              (LoggedRequest request) -> !isSecret(request) && requests.getAndIncrement() >= at,
              BROKEN);
    }
    try {
      run.run();
      return false;
    } catch (AdtException e) {
      return true;
    } finally {
      alice.graph().clear();
      graph.recoverFromFailures();
    }
  }

  /**
   * Graph returns a secret only once. If this response is lost, so is the secret, and the plan has
   * a note.
   */
  private static boolean isSecret(LoggedRequest request) {
    return request.path().endsWith("/addPassword");
  }

  /** Returns the state of the only application with this name, without random ids and dates. */
  private String shape(AppSpec spec) {
    List<JsonObject> named =
        graph.applications().stream()
            .filter(one -> GraphJson.string(one, "displayName").equals(spec.displayName()))
            .toList();
    assertThat(named).as("%s, seed %d", spec, SEED).hasSize(1);
    JsonObject application = named.get(0);
    String appId = GraphJson.string(application, "appId");
    JsonArray shape = new JsonArray();
    for (String name :
        List.of(
            "api",
            "publicClient",
            "spa",
            "requiredResourceAccess",
            "isFallbackPublicClient",
            "signInAudience")) {
      shape.add(application.get(name));
    }
    shape.add(JsonMembers.array(application, "keyCredentials").size());
    shape.add(JsonMembers.array(application, "passwordCredentials").size());
    shape.add(JsonMembers.strings(application, "identifierUris").size());
    shape.add(graph.application(appId).federatedCredentials().size());
    shape.add(new TreeSet<>(ObservedFacts.of(spec, alice.plan(spec).state())).size());
    String text = shape.toString();
    for (JsonObject scope :
        JsonMembers.objects(GraphJson.object(application, "api"), "oauth2PermissionScopes")) {
      text = text.replace(GraphJson.string(scope, "id"), "<scope>");
    }
    text = text.replace(spec.displayName(), "<name>");
    return text;
  }

  private static Random random(int salt) {
    System.out.println("RandomDelaysTest: -Dregistration.seed=" + SEED);
    return new Random(SEED + salt);
  }
}
