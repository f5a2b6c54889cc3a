package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.Relationship;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class TwinGraphTest {
  private static final Gson GSON = new Gson();

  private static DigitalTwin twin(String id, String name) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("$model", "dtmi:example:Thing;1");
    JsonObject json = new JsonObject();
    json.addProperty("$dtId", id);
    json.add("$metadata", metadata);
    json.addProperty("name", name);
    return GSON.fromJson(json, DigitalTwin.class);
  }

  private static Relationship edge(String source, String name, String target) {
    JsonObject json = new JsonObject();
    json.addProperty("$sourceId", source);
    json.addProperty("$relationshipName", name);
    json.addProperty("$targetId", target);
    return GSON.fromJson(json, Relationship.class);
  }

  /** The texts of a picture, in order; fails unless it is well-formed XML. */
  static List<String> texts(String svg) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    NodeList texts = document.getElementsByTagName("text");
    List<String> found = new ArrayList<>();
    for (int i = 0; i < texts.getLength(); i++) {
      found.add(texts.item(i).getTextContent());
    }
    return found;
  }

  @Test
  void twinsStandRightOfThoseThatPointToThem_room9BeforeRoom10() {
    TwinGraph graph =
        new TwinGraph(
            List.of(twin("r10", "10"), twin("r9", "9"), twin("f", "F")),
            List.of(edge("f", "contains", "r10"), edge("f", "contains", "r9")));
    assertThat(graph.places().get("f").level()).isZero();
    assertThat(graph.places().get("f").row()).isEqualTo(0.5);
    assertThat(graph.places().get("r9").row()).isEqualTo(0);
    assertThat(graph.places().get("r10").row()).isEqualTo(1);
    assertThat(graph.places().get("r10").level()).isEqualTo(1);
  }

  @Test
  void circlesAndLonersAndEdgesToNowhere_areDrawnOrLeftOut() throws Exception {
    TwinGraph graph =
        new TwinGraph(
            List.of(twin("a", "A"), twin("b", "B"), twin("alone", "Alone"), twin("self", "Self")),
            List.of(
                edge("a", "next", "b"),
                edge("b", "next", "a"),
                edge("self", "likes", "self"),
                edge("self", "owns", "nowhere"),
                edge("nowhere", "owns", "self")));
    assertThat(graph.edges()).hasSize(3);
    assertThat(texts(TwinGraphSvg.of(graph)))
        .contains("4 twins, 3 relationships", "A", "B", "Alone", "Self", "likes")
        .doesNotContain("owns");
  }

  @Test
  void noNameBreaksThePicture() throws Exception {
    String name = "</t>&'\"<%s%n]]>";
    TwinGraph graph =
        new TwinGraph(
            List.of(twin("a<b", name), twin("c", "\u0000\uD800\u001B"), twin("d", "🏢".repeat(30))),
            List.of(edge("a<b", "<&>", "c")));
    assertThat(texts(TwinGraphSvg.of(graph)))
        .contains(name, "<&>", "a<b", "\uFFFD\uFFFD\uFFFD", "🏢".repeat(15) + "…");
  }

  @Test
  void noTwinsAtAll_isAPictureToo() throws Exception {
    assertThat(texts(TwinGraphSvg.of(new TwinGraph(List.of(), List.of()))))
        .containsExactly("0 twins, 0 relationships");
  }
}
