package io.github.adtauth.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** From the start of a process to its first twin, looked at from outside: nothing of it is added. */
final class Startup {
  private final StandInProcess standIn;
  private final Map<String, List<Path>> classPaths;

  Startup(StandInProcess standIn, Map<String, List<Path>> classPaths) {
    this.standIn = standIn;
    this.classPaths = classPaths;
  }

  /** CPU in seconds, classes, peak memory in MB. */
  record Figures(Measured cpu, Measured classes, Measured memory) {
    Figures() {
      this(new Measured(), new Measured(), new Measured());
    }
  }

  Map<String, Figures> run(int rounds) throws IOException {
    Map<String, Figures> all = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      one("azure", StartAzure.class, round, all);
      one("okhttp", StartOkHttp.class, round, all);
      one("bare", StartPair.class, round, all);
      one("ours", StartOurs.class, round, all);
    }
    return all;
  }

  /** Round 0 only warms the file cache. */
  private void one(String name, Class<?> main, int round, Map<String, Figures> all)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(standIn.properties()));
    command.add("-cp");
    String jars =
        classPaths.get(name.equals("okhttp") ? "bare" : name).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    command.add(Path.of("target/jmh-classes").toAbsolutePath() + File.pathSeparator + jars);
    command.add(main.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      if (!"done".equals(said.readLine())) {
        throw new IllegalStateException(String.join(" ", command));
      }
      double cpu =
          process.toHandle().info().totalCpuDuration().map(d -> d.toMillis()).orElse(-1L) / 1e3;
      if (round > 0) {
        Figures figures = all.computeIfAbsent(name, unused -> new Figures());
        figures.cpu().scores().add(cpu);
        figures.classes().scores().add(classes(process.pid()));
        figures.memory().scores().add(memory(process.pid()));
        System.out.printf(
            "start %-7s %.2f s CPU, %.0f classes, %.0f MB%n",
            name,
            cpu,
            figures.classes().scores().get(round - 1),
            figures.memory().scores().get(round - 1));
      }
    } finally {
      process.destroy();
    }
  }

  private static double classes(long pid) throws IOException {
    Process jstat =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jstat").toString(),
                "-class",
                Long.toString(pid))
            .start();
    String[] lines =
        new String(jstat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n");
    return Double.parseDouble(lines[1].strip().split(" +")[0]);
  }

  private static double memory(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1e3)
        .findFirst()
        .orElse(Double.NaN);
  }
}
