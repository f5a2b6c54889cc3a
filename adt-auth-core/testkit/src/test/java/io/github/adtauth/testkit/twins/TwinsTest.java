package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The index by model is updated on every change of a twin. */
final class TwinsTest {
  private final Twins twins = new Twins();

  @Test
  void twinOfAnotherModel_movesInTheIndex() {
    twins.put("a", twin("m;1"));
    twins.put("b", twin("m;1"));
    twins.put("a", twin("n;1"));

    assertThat(ids("m;1")).containsExactly("b");
    assertThat(ids("n;1")).containsExactly("a");
    assertThat(twins.size()).isEqualTo(2);
  }

  @Test
  void removedTwin_leavesTheIndex() {
    twins.put("a", twin("m;1"));
    twins.remove("a");
    twins.remove("unknown");

    assertThat(twins.idsOfModels(model -> true)).isEmpty();
    assertThat(twins.get("a")).isNull();
  }

  @Test
  void clearedTwins_leaveTheIndex() {
    twins.put("a", twin("m;1"));
    twins.clear();

    assertThat(twins.idsOfModels(model -> true)).isEmpty();
    assertThat(twins.all()).isEmpty();
  }

  private List<String> ids(String model) {
    return twins.idsOfModels(model::equals).stream().flatMap(ids -> ids.stream()).toList();
  }

  private static JsonObject twin(String model) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("$model", model);
    JsonObject twin = new JsonObject();
    twin.add("$metadata", metadata);
    return twin;
  }
}
