package io.github.adtauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.adtauth.internal.codes.CodeKind;
import io.github.adtauth.internal.codes.EntraCode;
import io.github.adtauth.internal.codes.EntraCodes;
import io.github.adtauth.internal.codes.Flow;
import io.github.adtauth.internal.codes.Meaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Compares the guide with the table of codes. After a change of the table, {@code
 * target/entra-errors.md} contains the expected guide.
 */
class EntraErrorsGuideTest {
  private static final Path GUIDE = Path.of("../docs/entra-errors.md");
  private static final Path EXPECTED = Path.of("target/entra-errors.md");
  private static final String START = "<!-- The table of codes: generated -->\n";
  private static final String END = "<!-- The end of the table of codes -->\n";

  private String guide = "";

  @BeforeEach
  void read() throws IOException {
    assumeTrue(Files.exists(GUIDE), "no guides here");
    guide = Files.readString(GUIDE, UTF_8).replace("\r\n", "\n");
  }

  @Test
  void guide_equalsGeneratedTable() throws IOException {
    String expected = guide.substring(0, guide.indexOf(START) + START.length());
    expected += table() + guide.substring(guide.indexOf(END));
    Files.createDirectories(EXPECTED.getParent());
    Files.writeString(EXPECTED, expected, UTF_8);

    assertThat(guide).isEqualTo(expected);
  }

  /** Tests the generator: a row that it omits would be missing in the guide. */
  @Test
  void generatedGuide_containsEveryCodeAndHint() {
    for (EntraCode row : EntraCodes.all()) {
      List<Meaning> meanings = new ArrayList<>(row.byFlow().values());
      meanings.add(row.meaning());
      for (Meaning meaning : meanings) {
        assertThat(guide.lines())
            .as("%d: %s", row.number(), meaning.hint())
            .anyMatch(
                line ->
                    line.matches("\\| [^|]*\\b" + row.number() + "\\b[^|]*\\|.*")
                        && line.contains(meaning.hint()));
      }
    }
  }

  private static String table() {
    StringBuilder text = new StringBuilder();
    for (CodeKind kind : CodeKind.values()) {
      Map<Line, List<String>> lines = lines(kind);
      if (lines.isEmpty()) {
        continue;
      }
      text.append("\n### ").append(kind.title()).append("\n\n");
      text.append("| Code | What to do | Step |\n|---|---|---|\n");
      lines.forEach(
          (line, codes) ->
              text.append("| ")
                  .append(String.join(", ", codes))
                  .append(line.flows())
                  .append(" | ")
                  .append(line.meaning().hint())
                  .append(" | ")
                  .append(step(line.meaning()))
                  .append(" |\n"));
    }
    return text.append('\n').toString();
  }

  private static Map<Line, List<String>> lines(CodeKind kind) {
    Map<Line, List<String>> lines = new LinkedHashMap<>();
    for (EntraCode row : EntraCodes.all()) {
      String code = String.valueOf(row.number());
      if (row.meaning().kind() == kind) {
        lines.computeIfAbsent(new Line("", row.meaning()), any -> new ArrayList<>()).add(code);
      }
      Map<Meaning, Set<Flow>> flows = new LinkedHashMap<>();
      for (Flow flow : Flow.values()) {
        Meaning meaning = row.byFlow().get(flow);
        if (meaning != null && meaning.kind() == kind) {
          flows.computeIfAbsent(meaning, any -> EnumSet.noneOf(Flow.class)).add(flow);
        }
      }
      flows.forEach(
          (meaning, in) ->
              lines
                  .computeIfAbsent(new Line(title(in), meaning), any -> new ArrayList<>())
                  .add(code));
    }
    return lines;
  }

  private static String title(Set<Flow> flows) {
    return flows.stream().map(Flow::title).collect(Collectors.joining(", ", " (", ")"));
  }

  private static String step(Meaning meaning) {
    String step = meaning.step();
    return step == null ? "" : String.valueOf(RegistrationStep.valueOf(step).number());
  }

  private record Line(String flows, Meaning meaning) {}
}
