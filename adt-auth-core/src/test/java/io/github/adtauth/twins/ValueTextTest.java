package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.adtauth.AdtException;
import io.github.adtauth.twins.bulk.Bulk;
import io.github.adtauth.twins.bulk.BulkItem;
import io.github.adtauth.twins.bulk.BulkLimits;
import io.github.adtauth.twins.bulk.BulkProgress;
import io.github.adtauth.twins.bulk.BulkReport;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the text of a value is safe to print: on one line, of bounded length, without control
 * characters, direction marks and tokens, whatever the service or the caller put into the value.
 */
class ValueTextTest {
  private static final String SIGNATURE = "c2lnbmF0dXJl";
  private static final String TOKEN = "eyJ0b2tlbg.eyJzZWNyZXQi." + SIGNATURE;
  private static final int MAX_LENGTH = 5000;

  /** Public classes that are not values. Their {@code toString()} has no foreign text. */
  private static final Set<Class<?>> SERVICES =
      Set.of(DigitalTwins.class, DigitalTwins.Builder.class, ModelUpload.class, Bulk.class);

  private static final Map<Class<?>, Function<String, Object>> VALUES = values();

  private static Map<Class<?>, Function<String, Object>> values() {
    Map<Class<?>, Function<String, Object>> values = new LinkedHashMap<>();
    values.put(DigitalTwin.class, ValueTextTest::twin);
    values.put(Relationship.class, ValueTextTest::relationship);
    values.put(
        IncomingRelationship.class, text -> new IncomingRelationship(text, text, text, text));
    values.put(ModelData.class, ValueTextTest::model);
    values.put(EventRoute.class, text -> new EventRoute(text, text, text));
    values.put(
        DeleteJob.class,
        text ->
            new DeleteJob(
                text,
                text,
                Instant.EPOCH,
                null,
                null,
                new DigitalTwinsException.Detail(text, text),
                text));
    values.put(
        ImportJob.class,
        text ->
            new ImportJob(
                text,
                text,
                text,
                text,
                Instant.EPOCH,
                null,
                null,
                null,
                new DigitalTwinsException.Detail(text, text)));
    values.put(
        DigitalTwinsException.Detail.class, text -> new DigitalTwinsException.Detail(text, text));
    values.put(
        ModelUploadReport.class,
        text ->
            new ModelUploadReport(
                Collections.nCopies(1000, model(text)), Collections.nCopies(1000, text)));
    values.put(ModelUploadProgress.class, text -> new ModelUploadProgress(1, 2, 3));
    values.put(Page.class, text -> new Page<>(List.of(text), text, 1));
    values.put(
        TwinQuery.class, text -> TwinQuery.of("SELECT * FROM digitaltwins WHERE a = ?", text));
    values.put(ModelFilter.class, text -> ModelFilter.ALL.dependenciesFor(text, text));
    values.put(
        JsonPatch.class,
        text -> {
          JsonPatch patch = JsonPatch.create();
          for (int i = 0; i < 100; i++) {
            patch = patch.remove("/" + i + text);
          }
          return patch;
        });
    values.put(JsonPatch.Change.class, text -> new JsonPatch.Change(text, text, text));
    values.put(CallOption.class, text -> CallOption.requestId("x" + text.length()));
    values.put(BulkItem.class, text -> BulkItem.putRelationship(text, text, relationship(text)));
    values.put(BulkReport.class, ValueTextTest::report);
    values.put(
        BulkReport.Failure.class,
        text ->
            new BulkReport.Failure(
                0, BulkItem.deleteTwin(text), new IllegalArgumentException(text)));
    values.put(BulkProgress.class, text -> new BulkProgress(1, 2, 3, 4));
    values.put(BulkLimits.class, text -> BulkLimits.DEFAULT);
    return values;
  }

  private static DigitalTwin twin(String text) {
    JsonObject json = new JsonObject();
    json.addProperty("$dtId", text);
    JsonObject metadata = new JsonObject();
    metadata.addProperty("$model", text);
    json.add("$metadata", metadata);
    json.addProperty(text, text);
    return DigitalTwin.fromJson(json);
  }

  private static Relationship relationship(String text) {
    JsonObject json = new JsonObject();
    json.addProperty("$relationshipId", text);
    json.addProperty("$sourceId", text);
    json.addProperty("$relationshipName", text);
    json.addProperty("$targetId", text);
    return Relationship.fromJson(json);
  }

  private static ModelData model(String text) {
    JsonObject dtdl = new JsonObject();
    dtdl.addProperty("@id", text);
    return new ModelData(text, Map.of(text, text), Map.of(text, text), Instant.EPOCH, false, dtdl);
  }

  private static BulkReport report(String text) {
    AsyncDigitalTwinsClient failing =
        (AsyncDigitalTwinsClient)
            Proxy.newProxyInstance(
                ValueTextTest.class.getClassLoader(),
                new Class<?>[] {AsyncDigitalTwinsClient.class},
                (proxy, method, arguments) ->
                    CompletableFuture.failedFuture(new IllegalStateException(text)));
    return Bulk.create(failing).run(List.of(BulkItem.deleteTwin("t")));
  }

  static Set<Class<?>> types() {
    return VALUES.keySet();
  }

  private static void assertSafe(String text) {
    assertThat(text).hasSizeLessThanOrEqualTo(MAX_LENGTH);
    assertThat(text).doesNotContain(SIGNATURE);
    assertThat(text.codePoints().filter(c -> !isVisible(c)).boxed()).as(text).isEmpty();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  @ParameterizedTest
  @MethodSource("types")
  void toString_isSafeToPrint(Class<?> type) {
    for (String text :
        List.of(
            TOKEN,
            "\u001b]0;title\u0007\nroot# " + TOKEN,
            "a\u001b[31mb\r\nc\td\u0000e\u0085f\u009bg",
            "\u202eabc\u202c\u2066def\u2069\u200e\u200f\u061c\u2028\u2029\ufeff\u200b",
            "eyJ\u200b0b2tlbg.eyJz\u2060ZWNyZXQi." + SIGNATURE,
            "\ud800x\udc00",
            "https://x/?sig=" + SIGNATURE + "%3D",
            "Bearer " + TOKEN,
            "long ".repeat(100_000) + TOKEN)) {
      assertSafe(VALUES.get(type).apply(text).toString());
    }
  }

  /** Callers recognize their own ids. */
  @Test
  void toString_containsIds() {
    assertThat(VALUES.get(DigitalTwin.class).apply("room-1@site"))
        .hasToString("DigitalTwin[room-1@site, room-1@site]");
    assertThat(VALUES.get(Relationship.class).apply("r")).hasToString("Relationship[r: r r r]");
    assertThat(new IncomingRelationship("r", "s", "contains", "https://x/y"))
        .hasToString("IncomingRelationship[id=r, sourceId=s, name=contains, link=https://x/y]");
    assertThat(new EventRoute("r", "e", "type = 'a'"))
        .hasToString("EventRoute[id=r, endpointName=e, filter=type = 'a']");
    assertThat(model("dtmi:example:Room;1").toString())
        .contains("id=dtmi:example:Room;1", "uploadTime=1970-01-01T00:00:00Z");
    assertThat(
            new DeleteJob("d", "running", Instant.EPOCH, null, null, null, "https://x/d")
                .toString())
        .contains("id=d", "status=running", "location=https://x/d");
  }

  /** A new public type of these packages must be added to {@link #values}. */
  @Test
  void exportedTypes_areAllTested() {
    Set<Class<?>> values = new HashSet<>();
    for (JavaClass imported :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.adtauth.twins")) {
      Class<?> type = imported.reflect();
      if (isExported(type) && !hasNoText(type)) {
        values.add(type);
      }
    }
    values.removeAll(SERVICES);

    assertThat(values).isEqualTo(VALUES.keySet());
    for (Class<?> service : SERVICES) {
      assertThat(service.isRecord()).as(service.getName()).isFalse();
    }
  }

  private static boolean isExported(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
      if (!Modifier.isPublic(c.getModifiers())) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a type is an interface, an enum or an exception, whose message is redacted. */
  private static boolean hasNoText(Class<?> type) {
    return type.isInterface()
        || type.isEnum()
        || Annotation.class.isAssignableFrom(type)
        || AdtException.class.isAssignableFrom(type);
  }
}
