package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.google.gson.JsonObject;
import io.github.adtauth.twins.bulk.BulkItem;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.QueueDispatcher;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tests that a null argument is named before a request is sent. */
class NullArgumentsTest {
  private static final Class<JsonObject> TYPE = JsonObject.class;
  private static final TwinQuery QUERY = TwinQuery.of("SELECT");
  private static final Relationship TO = Relationship.of("b", "contains");
  private static final JsonPatch PATCH = JsonPatch.create();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
  private TwinsServer server;
  private DigitalTwinsClient twins;

  @BeforeEach
  void start() throws Exception {
    server = new TwinsServer();
    QueueDispatcher answersAtOnce = new QueueDispatcher();
    answersAtOnce.setFailFast(true);
    server.web.setDispatcher(answersAtOnce);
    twins = server.twins();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Stream<DynamicTest> named() {
    return calls.entrySet().stream()
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.getKey(),
                    () -> {
                      String name = call.getKey().substring(call.getKey().lastIndexOf(' ') + 1);
                      assertThatNullPointerException()
                          .isThrownBy(call.getValue())
                          .withMessage(name);
                      assertThat(server.web.getRequestCount()).isZero();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> ofTwins() {
    calls.put("get id", () -> twins.getTwin(null, TYPE));
    calls.put("get type", () -> twins.getTwin("a", null));
    calls.put("get option", () -> twins.getTwin("a", TYPE, (CallOption) null));
    calls.put("get options", () -> twins.getTwin("a", TYPE, (CallOption[]) null));
    calls.put("put id", () -> twins.putTwin(null, new JsonObject()));
    calls.put("put twin", () -> twins.putTwin("a", null));
    calls.put("patch patch", () -> twins.patchTwin("a", null));
    calls.put("async patch", () -> twins.async().patchTwin("a", null));
    calls.put("delete id", () -> twins.deleteTwin(null));
    calls.put("query query", () -> twins.query(null, TYPE));
    calls.put("query type", () -> twins.query(QUERY, null));
    calls.put("query option", () -> twins.query(QUERY, TYPE, (CallOption) null));
    calls.put("query options", () -> twins.query(QUERY, TYPE, (CallOption[]) null));
    calls.put("telemetry twinId", () -> twins.sendTelemetry(null, new JsonObject()));
    calls.put("telemetry payload", () -> twins.sendTelemetry("a", null));
    calls.put("components twinId", () -> twins.components(null));
    calls.put("component name", () -> twins.components("a").get(null, TYPE));
    calls.put("component type", () -> twins.components("a").get("c", null));
    calls.put("component patch", () -> twins.components("a").patch("c", null));
    calls.put("component payload", () -> twins.components("a").sendTelemetry("c", null));
    return named();
  }

  @TestFactory
  Stream<DynamicTest> ofGroups() {
    Relationships relationships = twins.relationships("a");
    calls.put("relationships twinId", () -> twins.relationships(null));
    calls.put("relationship id", () -> relationships.get(null));
    calls.put("put relationship", () -> relationships.put("r", null));
    calls.put("patch patch", () -> relationships.patch("r", null));
    calls.put("list name", () -> relationships.list((String) null));
    calls.put("async name", () -> twins.async().relationships("a").list((String) null));
    calls.put("add dtdl", () -> twins.models().add((String) null));
    calls.put("add all dtdl", () -> twins.models().add((Collection<String>) null));
    calls.put("async dtdl", () -> twins.async().models().add((String) null));
    calls.put("model id", () -> twins.models().get(null));
    calls.put("list filter", () -> twins.models().list((ModelFilter) null));
    calls.put("put route", () -> twins.eventRoutes().put(null));
    calls.put("route id", () -> twins.eventRoutes().get(null));
    Jobs.Imports imports = twins.jobs().imports();
    calls.put("start id", () -> imports.start(null, "i", "o"));
    calls.put("start inputBlobUri", () -> imports.start("j", null, "o"));
    calls.put("start outputBlobUri", () -> imports.start("j", "i", null));
    calls.put("wait id", () -> imports.waitFor(null, MINUTE, job -> {}));
    calls.put("wait atMost", () -> imports.waitFor("j", null, job -> {}));
    calls.put("wait progress", () -> imports.waitFor("j", MINUTE, null));
    calls.put("wait started", () -> twins.jobs().deletions().waitFor(null, MINUTE, job -> {}));
    return named();
  }

  @TestFactory
  Stream<DynamicTest> ofBulks() {
    DigitalTwin twin = DigitalTwin.of("m");
    calls.put("put id", () -> BulkItem.putTwin(null, twin));
    calls.put("put twin", () -> BulkItem.putTwin("a", null));
    calls.put("put option", () -> BulkItem.putTwin("a", twin, (CallOption) null));
    calls.put("put options", () -> BulkItem.putTwin("a", twin, (CallOption[]) null));
    calls.put("patch patch", () -> BulkItem.patchTwin("a", null));
    calls.put("delete id", () -> BulkItem.deleteTwin(null));
    calls.put("put sourceId", () -> BulkItem.putRelationship(null, "r", TO));
    calls.put("put relationship id", () -> BulkItem.putRelationship("a", null, TO));
    calls.put("put relationship", () -> BulkItem.putRelationship("a", "r", null));
    calls.put("patch sourceId", () -> BulkItem.patchRelationship(null, "r", PATCH));
    calls.put("patch relationship patch", () -> BulkItem.patchRelationship("a", "r", null));
    calls.put("delete relationship id", () -> BulkItem.deleteRelationship("a", null));
    calls.put("run items", () -> twins.bulk().run(null));
    calls.put("run item", () -> twins.bulk().run(Collections.singletonList(null)));
    return named();
  }

  @TestFactory
  Stream<DynamicTest> ofValues() {
    calls.put("timeout timeout", () -> CallOption.timeout(null));
    calls.put("jobTimeout timeout", () -> CallOption.jobTimeout(null));
    calls.put("sourceTime time", () -> CallOption.sourceTime(null));
    calls.put("ifMatch etag", () -> CallOption.ifMatch(null));
    calls.put("patch path", () -> JsonPatch.create().remove(null));
    calls.put("patch value", () -> JsonPatch.create().add("/a", null));
    calls.put("patch name", () -> JsonPatch.path("a", null));
    calls.put("patch document", () -> JsonPatch.parse(null));
    calls.put("query values", () -> TwinQuery.of("?", (Object[]) null));
    calls.put("query continuationToken", () -> TwinQuery.fromContinuationToken(null));
    calls.put("query name", () -> TwinQuery.identifier(null));
    calls.put("twin name", () -> DigitalTwin.of("m").with(null, 1));
    calls.put("relationship name", () -> TO.with(null, 1));
    calls.put("model id", () -> new ModelData(null, Map.of(), Map.of(), null, false, null));
    calls.put("model displayName", () -> new ModelData("a", null, Map.of(), null, false, null));
    calls.put("incoming sourceId", () -> new IncomingRelationship("r", null, "contains", ""));
    calls.put("each action", () -> AsyncPaged.of(List.of(1)).forEach(null));
    calls.put("each wantsMore", () -> AsyncPaged.of(List.of(1)).forEachPage(null));
    return named();
  }

  @Test
  void queryWithNullValue_namesAlternative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TwinQuery.of("?", new Object[] {null}))
        .withMessageContaining("IS_NULL");
  }
}
