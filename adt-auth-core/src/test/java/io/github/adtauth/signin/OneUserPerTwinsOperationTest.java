package io.github.adtauth.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AdtException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.twins.Role;
import io.github.adtauth.twins.AsyncDigitalTwinsClient;
import io.github.adtauth.twins.AsyncEventRoutes;
import io.github.adtauth.twins.AsyncJobs;
import io.github.adtauth.twins.AsyncModels;
import io.github.adtauth.twins.AsyncPaged;
import io.github.adtauth.twins.AsyncRelationships;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.EventRoutes;
import io.github.adtauth.twins.Jobs;
import io.github.adtauth.twins.ModelUpload;
import io.github.adtauth.twins.Models;
import io.github.adtauth.twins.Paged;
import io.github.adtauth.twins.Relationships;
import io.github.adtauth.twins.TwinQuery;
import io.github.adtauth.twins.bulk.BulkItem;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that every operation of the Digital Twins client that sends several requests sends them as
 * the user of the first one, although another user becomes current after it.
 */
class OneUserPerTwinsOperationTest {
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";
  private static final TwinQuery ALL = TwinQuery.of("SELECT * FROM digitaltwins");
  private static final Map<String, Operation> OPERATIONS = operations();

  private final AccountsFixture fixture = new AccountsFixture();
  private final FakeEntra entra = fixture.entra;
  private final List<String> senders = new CopyOnWriteArrayList<>();
  private UserSignIn users;
  private Account alice;
  private Account bob;
  private DigitalTwinsClient twins;
  private volatile Runnable afterSend = () -> {};

  /** An operation that sends at least two requests. */
  private interface Operation {
    void run(DigitalTwinsClient twins) throws Exception;
  }

  private static Map<String, Operation> operations() {
    Map<String, Operation> all = new LinkedHashMap<>();
    all.put("DigitalTwinsClient.query", t -> read(t.query(ALL, DigitalTwin.class)));
    all.put("Models.list", t -> read(t.models().list()));
    all.put("Relationships.list", t -> read(t.relationships("t").list()));
    all.put("Relationships.incoming", t -> read(t.relationships("t").incoming()));
    all.put("EventRoutes.list", t -> read(t.eventRoutes().list()));
    all.put("Imports.list", t -> read(t.jobs().imports().list()));
    all.put("Deletions.list", t -> read(t.jobs().deletions().list()));
    all.put("AsyncDigitalTwinsClient.query", t -> await(t.async().query(ALL, DigitalTwin.class)));
    all.put("AsyncModels.list", t -> await(t.async().models().list()));
    all.put("AsyncRelationships.list", t -> await(t.async().relationships("t").list()));
    all.put("AsyncRelationships.incoming", t -> await(t.async().relationships("t").incoming()));
    all.put("AsyncEventRoutes.list", t -> await(t.async().eventRoutes().list()));
    all.put("AsyncImports.list", t -> await(t.async().jobs().imports().list()));
    all.put("AsyncDeletions.list", t -> await(t.async().jobs().deletions().list()));
    all.put("pages", t -> t.models().list().byPage().forEach(page -> {}));
    all.put("stream", t -> t.models().list().stream().forEach(model -> {}));
    all.put("Models.add", t -> t.models().add(models()));
    all.put("AsyncModels.add", t -> t.async().models().add(models()).get());
    all.put("Models.upload", t -> t.models().upload().run(models()));
    all.put(
        "Imports.waitFor", t -> t.jobs().imports().waitFor("1", Duration.ofHours(1), job -> {}));
    all.put(
        "Deletions.waitFor",
        t -> {
          var started = t.jobs().deletions().get("1");
          t.jobs().deletions().waitFor(started, Duration.ofHours(1), job -> {});
        });
    all.put("Bulk.run", t -> t.bulk().run(items()).throwIfIncomplete());
    return all;
  }

  private static void read(Paged<?> paged) {
    paged.forEach(item -> {});
  }

  private static void await(AsyncPaged<?> paged) throws Exception {
    paged.forEach(item -> {}).get();
  }

  private static List<String> models() {
    return IntStream.range(0, 600)
        .mapToObj(i -> "{\"@id\":\"dtmi:x:m" + i + ";1\",\"@type\":\"Interface\"}")
        .toList();
  }

  private static List<BulkItem> items() {
    return IntStream.range(0, 40).mapToObj(i -> BulkItem.deleteTwin("t" + i)).toList();
  }

  static Set<String> names() {
    return OPERATIONS.keySet();
  }

  @BeforeEach
  void signIn() {
    users =
        fixture.withBrowser(
            fixture.signInFixture.signIn(entra.nativeApp()),
            entra.alice(),
            entra.bob(),
            entra.bob());
    alice = users.signIn();
    bob = users.signIn();
    users.select(alice);
    fixture.signInFixture.azure.twins().grantRole(entra.bob().oid(), Role.DATA_OWNER);
    fixture.signInFixture.azure.host(INSTANCE, this::respond);
    OkHttpClient http =
        fixture
            .signInFixture
            .azure
            .httpClient()
            .newBuilder()
            .addNetworkInterceptor(
                chain -> {
                  String token = chain.request().header("Authorization").substring(7);
                  senders.add(entra.verify(token).get("oid").getAsString());
                  afterSend.run();
                  return chain.proceed(chain.request());
                })
            .build();
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(entra.nativeApp().clientId())
            .tenant(entra.tenantId())
            .endpoint(fixture.signInFixture.azure.endpoint())
            .build();
    twins =
        DigitalTwins.builder(config)
            .httpClient(http)
            .timing(TestTiming.of(fixture.signInFixture.time))
            .build()
            .client(users);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** Responds with two pages of any list, and with a job that runs until it is polled again. */
  private MockResponse respond(RecordedRequest request) {
    String target = request.getTarget();
    String body = request.getBody() == null ? "" : request.getBody().utf8();
    if (request.getMethod().equals("DELETE")) {
      return new MockResponse.Builder().code(204).build();
    }
    if (target.startsWith("/models") && request.getMethod().equals("POST")) {
      return json(201, "[]");
    }
    if (target.startsWith("/jobs/") && target.contains("/1?")) {
      String status = senders.size() < 3 ? "running" : "succeeded";
      return json(200, "{\"id\":\"1\",\"status\":\"" + status + "\"}");
    }
    boolean first = !target.contains("second") && !body.contains("second");
    String next = target.startsWith("/query") ? "second" : "https://" + INSTANCE + "/second";
    return json(
        200,
        first
            ? "{\"value\":[{}],\"nextLink\":\""
                + next
                + "\",\"continuationToken\":\""
                + next
                + "\"}"
            : "{\"value\":[]}");
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  @ParameterizedTest
  @MethodSource("names")
  void operation_isSentAsUserOfFirstRequest(String name) throws Exception {
    afterSend = () -> users.select(bob);

    OPERATIONS.get(name).run(twins);

    int own = name.equals("Deletions.waitFor") ? 1 : 0; // its argument is a call of its own
    assertThat(senders.get(0)).isEqualTo(alice.objectId());
    assertThat(senders.subList(own, senders.size())).hasSizeGreaterThan(1);
    assertThat(Set.copyOf(senders.subList(own, senders.size()))).hasSize(1);
    senders.clear();
    twins.deleteTwin("x");
    assertThat(senders).as("next operation").containsExactly(bob.objectId());
  }

  @ParameterizedTest
  @MethodSource("names")
  void operation_afterUserSignedOut_isNotSentAsAnother(String name) {
    if (name.equals("Deletions.waitFor")) {
      return; // its argument is a call of its own
    }
    afterSend =
        () -> {
          afterSend = () -> {};
          users.signOut(alice);
          users.signIn();
        };

    assertThatThrownBy(() -> OPERATIONS.get(name).run(twins))
        .satisfies(
            e ->
                assertThat(e.getCause() instanceof AdtException cause ? cause : e)
                    .isInstanceOf(AdtException.class));
    assertThat(senders).containsOnly(alice.objectId());
  }

  /** One upload can be run several times. */
  @Test
  void eachUpload_isAnOperation() {
    ModelUpload upload = twins.models().upload();
    upload.run(models());
    users.select(bob);
    senders.clear();

    upload.run(models());

    assertThat(senders).isNotEmpty().containsOnly(bob.objectId());
  }

  /** An operation with pages must not be missing in this test. */
  @Test
  void pagedOperations_areAllTested() {
    Set<String> paged = new TreeSet<>();
    Stream.of(
            DigitalTwinsClient.class,
            Models.class,
            Relationships.class,
            EventRoutes.class,
            Jobs.Imports.class,
            Jobs.Deletions.class,
            AsyncDigitalTwinsClient.class,
            AsyncModels.class,
            AsyncRelationships.class,
            AsyncEventRoutes.class,
            AsyncJobs.Imports.class,
            AsyncJobs.Deletions.class)
        .forEach(
            type -> {
              String async = type.getEnclosingClass() == AsyncJobs.class ? "Async" : "";
              for (Method method : type.getMethods()) {
                if (isOfSeveralRequests(method)) {
                  paged.add(async + type.getSimpleName() + "." + method.getName());
                }
              }
            });

    assertThat(OPERATIONS.keySet()).containsAll(paged);
  }

  private static boolean isOfSeveralRequests(Method method) {
    Class<?> type = method.getReturnType();
    return type == Paged.class
        || type == AsyncPaged.class
        || type == ModelUpload.class
        || method.getName().equals("waitFor")
        || (method.getName().equals("add")
            && (type == List.class || type == CompletableFuture.class));
  }
}
