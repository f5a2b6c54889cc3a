package io.github.adtauth.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** What was measured, as a page: the rest of the page, which is written by hand, stays. */
final class Report {
  private static final String BEGIN = "<!-- measured: written by the benchmarks, not by hand -->\n";
  private static final String END = "<!-- end of what was measured -->\n";

  private final List<Row> rows;
  private final LinePlot plot;
  private final long minutes;

  Report(List<Row> rows, LinePlot plot, long minutes) {
    this.rows = rows;
    this.plot = plot;
    this.minutes = minutes;
  }

  String table() {
    return Row.HEAD + rows.stream().map(Row::markdown).collect(Collectors.joining());
  }

  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("measurements-users.svg"), plot.svg());
    Path page = folder.resolve("measurements.md");
    String text = Files.exists(page) ? Files.readString(page) : BEGIN + END;
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    Files.writeString(
        page, text.substring(0, begin) + measured() + text.substring(text.indexOf(END)));
  }

  private String measured() throws IOException {
    long busy = rows.stream().filter(Row::busy).count();
    return "\n"
        + Row.text(
            "Measured on %s in %d minutes: %s, %d cores, %s %s, %s.\n\n",
            LocalDate.now(ZoneOffset.UTC),
            minutes,
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.vm.name"),
            System.getProperty("java.vm.version"),
            System.getProperty("os.name"))
        + (busy == 0
            ? ""
            : Row.text(
                "**The machine was busy during %d of %d rows** (spread above 10 %%): take those for"
                    + " a hint only.\n\n",
                busy, rows.size()))
        + table()
        + "\n![A user's token, cost against number of users](measurements-users.svg)\n\n";
  }

  private static String processor() throws IOException {
    Path known = Path.of("/proc/cpuinfo");
    if (!Files.exists(known)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(known).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
