package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.internal.twins.Json;
import io.github.adtauth.internal.twins.ModelDependencies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests uploads of many models: their order, their batches and the models that are skipped. */
class ModelUploadTest extends TwinsServerFixture {
  private final Instance instance = new Instance();
  private final List<ModelUploadProgress> progress = new ArrayList<>();

  /** A fake instance that accepts up to 250 models per call if it has their dependencies. */
  private static final class Instance extends Dispatcher {
    final Set<String> ids = Collections.synchronizedSet(new HashSet<>());
    final List<Integer> calls = new CopyOnWriteArrayList<>();
    final Set<String> addedByOthers = Collections.synchronizedSet(new HashSet<>());
    volatile int failingCall = -1;

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      return request.getMethod().equals("GET") ? list() : add(request.getBody().utf8());
    }

    private MockResponse list() {
      JsonArray value = new JsonArray();
      ids.forEach(id -> value.add(Json.object("id", id)));
      JsonObject page = new JsonObject();
      page.add("value", value);
      return json(200, page.toString());
    }

    private MockResponse add(String body) {
      JsonArray models = JsonParser.parseString(body).getAsJsonArray();
      calls.add(models.size());
      ids.addAll(addedByOthers);
      if (calls.size() == failingCall) {
        return error(400, "DTDLParserError");
      }
      if (models.size() > 250) {
        return error(400, "LimitExceeded");
      }
      Set<String> known = new HashSet<>(ids);
      for (JsonElement model : models) {
        if (!known.add(model.getAsJsonObject().get("@id").getAsString())) {
          return error(409, "ModelIdAlreadyExists");
        }
      }
      JsonArray added = new JsonArray();
      for (JsonElement model : models) {
        if (!known.containsAll(ModelDependencies.of(model))) {
          return error(400, "DTDLParserError");
        }
        added.add(Json.object("id", model.getAsJsonObject().get("@id").getAsString()));
      }
      ids.addAll(known);
      return json(201, added.toString());
    }

    private static MockResponse error(int status, String code) {
      return json(status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"m\"}}");
    }

    private static MockResponse json(int status, String body) {
      return new MockResponse.Builder()
          .code(status)
          .addHeader("Content-Type", "application/json")
          .body(body)
          .build();
    }
  }

  @BeforeEach
  void serve() {
    server.web.setDispatcher(instance);
  }

  private static String id(int number) {
    return "dtmi:example:M" + number + ";1";
  }

  private static String model(int number) {
    return "{\"@id\":\"" + id(number) + "\",\"@type\":\"Interface\"}";
  }

  /** Returns models that alternately extend or contain the previous one, in random order. */
  private static List<String> chain(int count) {
    List<String> models = new ArrayList<>();
    models.add(model(0));
    for (int i = 1; i < count; i++) {
      String reference =
          switch (i % 4) {
            case 0 -> "\"extends\":\"" + id(i - 1) + "\"";
            case 1 -> "\"extends\":[\"" + id(i - 1) + "\",\"" + id(i / 2) + "\"]";
            case 2 ->
                "\"contents\":[{\"@type\":\"Property\",\"name\":\"p\",\"schema\":\"double\"},"
                    + "{\"@type\":\"Component\",\"name\":\"c\",\"schema\":\""
                    + id(i - 1)
                    + "\"}]";
            default ->
                "\"contents\":{\"@type\":[\"dtmi:dtdl:class:Component;2\"],\"name\":\"c\",\"schema\":\""
                    + id(i - 1)
                    + "\"}";
          };
      models.add("{\"@id\":\"" + id(i) + "\",\"@type\":\"Interface\"," + reference + "}");
    }
    Collections.shuffle(models, new Random(7));
    return models;
  }

  private ModelUploadReport upload(List<String> models) {
    return twins.models().upload().progress(progress::add).run(models);
  }

  @Test
  void manyModels_areSentInBatchesByDependency() {
    ModelUploadReport report = upload(chain(600));

    assertThat(instance.calls).containsExactly(250, 250, 100);
    assertThat(instance.ids).hasSize(600);
    assertThat(report.added()).hasSize(600);
    assertThat(report.skipped()).isEmpty();
    assertThat(progress)
        .containsExactly(
            new ModelUploadProgress(0, 0, 600),
            new ModelUploadProgress(250, 0, 600),
            new ModelUploadProgress(500, 0, 600),
            new ModelUploadProgress(600, 0, 600));
  }

  @Test
  void existingModels_areSkipped() {
    instance.ids.addAll(List.of(id(0), id(1), "dtmi:other;1"));

    ModelUploadReport report = upload(chain(4));

    assertThat(report.added()).extracting(ModelData::id).containsExactly(id(2), id(3));
    assertThat(report.skipped()).containsExactlyInAnyOrder(id(0), id(1));
    assertThat(progress.get(0)).isEqualTo(new ModelUploadProgress(0, 2, 4));
    assertThat(upload(chain(4)).added()).isEmpty();
    assertThat(instance.calls).containsExactly(2);
  }

  @Test
  void concurrentlyAddedModels_areSkipped() {
    instance.addedByOthers.add(id(1));

    ModelUploadReport report = upload(chain(4));

    assertThat(report.skipped()).containsExactly(id(1));
    assertThat(report.added()).extracting(ModelData::id).containsExactly(id(0), id(2), id(3));
  }

  @Test
  void failedUpload_continuesWhenRunAgain() {
    instance.failingCall = 2;

    assertThatExceptionOfType(DigitalTwinsException.class)
        .isThrownBy(() -> upload(chain(600)))
        .satisfies(e -> assertThat(e.errorCode()).contains("DTDLParserError"));
    ModelUploadReport report = upload(chain(600));

    assertThat(report.skipped()).hasSize(250);
    assertThat(report.added()).hasSize(350);
    assertThat(instance.ids).hasSize(600);
  }

  @Test
  void conflictWithoutNewModel_isThrown() {
    // The instance reports a conflict, but lists none of the models.
    server.web.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return request.getMethod().equals("GET")
                ? Instance.json(200, "{\"value\":[]}")
                : Instance.error(409, "ModelIdAlreadyExists");
          }
        });

    assertThatExceptionOfType(DigitalTwinsException.class).isThrownBy(() -> upload(chain(2)));
  }

  @Test
  void addOfMoreThan250Models_sendsBatches() throws Exception {
    assertThat(twins.models().add(chain(600))).hasSize(600);
    assertThat(instance.calls).containsExactly(250, 250, 100);

    instance.ids.clear();
    assertThat(twins.async().models().add(chain(251)).get()).hasSize(251);
    assertThat(instance.ids).hasSize(251);
  }

  @Test
  void asyncAddFailingInBatch_stops() {
    instance.failingCall = 2;
    CompletableFuture<List<ModelData>> added = twins.async().models().add(chain(600));

    assertThat(added.handle((models, failure) -> failure).join())
        .isInstanceOf(DigitalTwinsException.class);
    assertThat(instance.calls).containsExactly(250, 250);
  }

  @Test
  void addOfFewModels_isOneCallInGivenOrder() {
    String last = "{\"@id\":\"" + id(1) + "\",\"extends\":\"" + id(0) + "\"}";

    assertThat(twins.models().add(last, model(0)))
        .extracting(ModelData::id)
        .containsExactly(id(1), id(0));
  }

  @Test
  void duplicateModel_isUploadedOnce() {
    assertThat(upload(List.of(model(0), "[" + model(0) + "," + model(1) + "]")).added()).hasSize(2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> upload(List.of(model(2), "{\"@id\":\"" + id(2) + "\"}")))
        .withMessageContaining(id(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> upload(List.of(model(2), "{}")))
        .withMessage("model 2 has no @id");
    assertThatIllegalArgumentException().isThrownBy(() -> upload(List.of("7")));
    assertThatNullPointerException().isThrownBy(() -> twins.models().upload().progress(null));
    assertThat(instance.calls).containsExactly(2);
  }

  @Test
  void cyclicModels_areSent() {
    String a = "{\"@id\":\"dtmi:a;1\",\"extends\":\"dtmi:b;1\"}";
    String b = "{\"@id\":\"dtmi:b;1\",\"extends\":{\"@id\":\"dtmi:a;1\"}}";

    assertThat(upload(List.of(a, b, model(0))).added()).hasSize(3);
  }
}
