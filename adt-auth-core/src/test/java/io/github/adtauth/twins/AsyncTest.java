package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mockwebserver3.MockResponse;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AsyncTest {
  private TwinsServer server;
  private final CompletableFuture<Boolean> canceled = new CompletableFuture<>();
  private AsyncDigitalTwinsClient twins;

  @BeforeEach
  void start() throws Exception {
    server = new TwinsServer();
    OkHttpClient http =
        server
            .plain
            .newBuilder()
            .eventListener(
                new EventListener() {
                  @Override
                  public void canceled(Call call) {
                    canceled.complete(true);
                  }
                })
            .build();
    twins = server.builder().httpClient(http).build().client(TwinsServer.tokens("t")).async();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Throwable failure(CompletableFuture<?> future) {
    Throwable thrown = catchThrowable(() -> future.get());
    return thrown instanceof ExecutionException e ? Objects.requireNonNull(e.getCause()) : thrown;
  }

  private void silence() {
    server.web.enqueue(
        new MockResponse.Builder().body("{}").headersDelay(30, TimeUnit.SECONDS).build());
  }

  @Test
  void everyOperation_completesItsFuture() throws Exception {
    String twin = "{\"$dtId\":\"a\"}";
    String relationship = "{\"$relationshipId\":\"r\"}";
    server.json(200, twin);
    assertThat(twins.getTwin("a", JsonObject.class).get().has("$dtId")).isTrue();
    server.json(200, twin);
    assertThat(twins.putTwin("a", DigitalTwin.of("m"), CallOption.ifAbsent()).get().id())
        .isEqualTo("a");
    server.empty(204, "ETag", "e");
    assertThat(twins.patchTwin("a", JsonPatch.create()).get()).isEqualTo("e");
    server.empty(204);
    assertThat(twins.deleteTwin("a").get()).isNull();
    server.json(201, "[{\"id\":\"m\"}]");
    assertThat(twins.models().add("{}").get()).hasSize(1);
    server.json(200, "{\"id\":\"m\"}");
    assertThat(twins.models().get("m").get().id()).isEqualTo("m");
    AsyncRelationships relationships = twins.relationships("a");
    server.json(200, relationship);
    assertThat(relationships.get("r").get().id()).isEqualTo("r");
    server.json(200, relationship);
    assertThat(relationships.put("r", Relationship.of("b", "n")).get().id()).isEqualTo("r");
    server.empty(204);
    assertThat(relationships.patch("r", JsonPatch.create()).get()).isEmpty();
    server.empty(204);
    assertThat(relationships.delete("r").get()).isNull();
    List<String> ids = Collections.synchronizedList(new ArrayList<>());
    server.json(200, "{\"value\":[" + relationship + "]}");
    relationships.list().forEach(r -> ids.add(r.id())).get();
    server.json(200, "{\"value\":[" + relationship + "]}");
    relationships.list("n").forEach(r -> ids.add(r.id())).get();
    assertThat(ids).containsExactly("r", "r");
  }

  @Test
  void everyOperationOfGroups_completesItsFuture() throws Exception {
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    server.empty(204).empty(204).json(200, "{\"$metadata\":{}}").empty(204, "ETag", "e");
    assertThat(twins.sendTelemetry("a", new JsonObject()).get()).isNull();
    AsyncComponents components = twins.components("a");
    assertThat(components.sendTelemetry("c", new JsonObject()).get()).isNull();
    assertThat(components.get("c", JsonObject.class).get().has("$metadata")).isTrue();
    assertThat(components.patch("c", JsonPatch.create()).get()).isEqualTo("e");
    server.json(200, "{\"value\":[{\"$sourceId\":\"s\"}]}");
    twins.relationships("a").incoming().forEach(r -> seen.add(r.sourceId())).get();

    server.empty(204).empty(204).json(200, "{\"value\":[{\"id\":\"m\"}]}");
    assertThat(twins.models().decommission("m").get()).isNull();
    assertThat(twins.models().delete("m").get()).isNull();
    twins.models().list().forEach(m -> seen.add(m.id())).get();

    server
        .empty(204)
        .json(200, "{\"id\":\"e\"}")
        .json(200, "{\"value\":[{\"id\":\"e\"}]}")
        .empty(204);
    assertThat(twins.eventRoutes().put(new EventRoute("e", "n", "true")).get()).isNull();
    assertThat(twins.eventRoutes().get("e").get().id()).isEqualTo("e");
    twins.eventRoutes().list().forEach(e -> seen.add(e.id())).get();
    assertThat(twins.eventRoutes().delete("e").get()).isNull();

    String job = "{\"id\":\"j\"}";
    String jobs = "{\"value\":[" + job + "]}";
    server.json(201, job).json(200, job).json(200, job).json(200, jobs).empty(204);
    AsyncJobs.Imports imports = twins.jobs().imports();
    assertThat(imports.start("j", "i", "o").get().id()).isEqualTo("j");
    assertThat(imports.get("j").get().id()).isEqualTo("j");
    assertThat(imports.cancel("j").get().id()).isEqualTo("j");
    imports.list().forEach(j -> seen.add(j.id())).get();
    assertThat(imports.delete("j").get()).isNull();
    server.json(202, job).json(200, job).json(200, jobs);
    AsyncJobs.Deletions deletions = twins.jobs().deletions();
    assertThat(deletions.startDeletingEverything().get().id()).isEqualTo("j");
    assertThat(deletions.get("j").get().id()).isEqualTo("j");
    deletions.list().forEach(j -> seen.add(j.id())).get();

    assertThat(seen).containsExactly("s", "m", "e", "j", "j");
  }

  @Test
  void future_failsWithExceptionOfBlockingCall() {
    server.json(404, "{\"error\":{\"code\":\"DigitalTwinNotFound\",\"message\":\"m\"}}");
    assertThat(failure(twins.getTwin("a", JsonObject.class))).isInstanceOf(NotFoundException.class);
    server.json(404, "Sub-Domain not found");
    assertThat(failure(twins.deleteTwin("a"))).isInstanceOf(RegistrationException.class);
    server.json(200, "<html>");
    assertThat(failure(twins.getTwin("a", JsonObject.class)))
        .isInstanceOf(UnexpectedResponseException.class);
    silence();
    assertThat(
            failure(
                twins.getTwin("a", JsonObject.class, CallOption.timeout(Duration.ofMillis(150)))))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void deadlineWithinBody_failsFuture() {
    server.web.enqueue(
        new MockResponse.Builder()
            .body("{\"$dtId\":\"a\",\"pad\":\"" + "x".repeat(10_000) + "\"}")
            .throttleBody(100, 1, TimeUnit.SECONDS)
            .build());

    assertThat(
            failure(
                twins.getTwin("a", JsonObject.class, CallOption.timeout(Duration.ofSeconds(1)))))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void invalidArguments_throwImmediately() {
    assertThatIllegalArgumentException().isThrownBy(() -> twins.getTwin("..", JsonObject.class));
  }

  @Test
  void cancel_cancelsCall() throws Exception {
    silence();
    CompletableFuture<JsonObject> future = twins.getTwin("a", JsonObject.class);
    server.seen();

    assertThat(future.cancel(true)).isTrue();

    assertThat(canceled.get()).isTrue();
    assertThat(failure(future)).isInstanceOf(CancellationException.class);
    assertThat(future.cancel(true)).isTrue();
  }

  @Test
  void orTimeout_cancelsCall() throws Exception {
    silence();
    CompletableFuture<JsonObject> future =
        twins.getTwin("a", JsonObject.class).orTimeout(150, TimeUnit.MILLISECONDS);

    assertThat(failure(future)).isInstanceOf(TimeoutException.class);
    assertThat(canceled.get()).isTrue();
  }

  @Test
  void callAfterDispatcherShutdown_isCanceled() {
    server.plain.dispatcher().executorService().shutdown();

    assertThat(failure(twins.getTwin("a", JsonObject.class)))
        .isInstanceOf(CallCanceledException.class);
  }

  @Test
  void query_passesEveryPage() throws Exception {
    server
        .json(200, "{\"value\":[{\"n\":1},{\"n\":2}],\"continuationToken\":\"a\"}")
        .json(200, "{\"value\":[{\"n\":3}],\"continuationToken\":null}");
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());

    twins
        .query(TwinQuery.of("SELECT"), JsonObject.class)
        .forEach(item -> seen.add(item.get("n").getAsInt()))
        .get();

    assertThat(seen).containsExactly(1, 2, 3);
  }

  @Test
  void query_stopsWhenPredicateReturnsFalse() throws Exception {
    server.json(200, "{\"value\":[],\"continuationToken\":\"a\"}");

    twins.query(TwinQuery.of("SELECT"), JsonObject.class).forEachPage(page -> false).get();

    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void query_failsWithExceptionOfPageOrCallback() {
    AsyncPaged<JsonObject> query = twins.query(TwinQuery.of("SELECT"), JsonObject.class);
    server.json(200, "{\"value\":[],\"continuationToken\":\"a\"}").json(403, "");
    assertThat(failure(query.forEach(item -> {}))).isInstanceOf(AccessDeniedException.class);

    String again = "{\"value\":[{}],\"continuationToken\":\"a\"}";
    server.json(200, again).json(200, again);
    assertThat(failure(query.forEach(item -> {}))).isInstanceOf(UnexpectedResponseException.class);

    server.json(200, again);
    assertThat(
            failure(
                query.forEach(
                    item -> {
                      throw new UnsupportedOperationException("reader");
                    })))
        .isInstanceOf(UnsupportedOperationException.class);

    server.json(200, "{\"value\":[],\"nextLink\":\"https://evil.example/\"}");
    assertThat(failure(twins.relationships("a").list().forEach(item -> {})))
        .isInstanceOf(UnexpectedResponseException.class)
        .hasMessageContaining("evil.example");
  }

  @Test
  void cancelingQuery_cancelsCallInFlight() throws Exception {
    silence();
    CompletableFuture<?> walk =
        twins.query(TwinQuery.of("SELECT"), JsonObject.class).forEach(item -> {});
    server.seen();

    assertThat(walk.cancel(true)).isTrue();

    assertThat(canceled.get()).isTrue();
  }

  @Test
  void orTimeoutOfQuery_cancelsCallInFlight() throws Exception {
    silence();
    CompletableFuture<?> walk =
        twins
            .query(TwinQuery.of("SELECT"), JsonObject.class)
            .forEach(item -> {})
            .orTimeout(150, TimeUnit.MILLISECONDS);

    assertThat(failure(walk)).isInstanceOf(TimeoutException.class);
    assertThat(canceled.get()).isTrue();
  }
}
