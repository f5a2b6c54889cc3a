package io.github.adtauth.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets Jazzer loose on every reader of foreign bytes: it sees which branches an input reaches, and
 * changes those that reach new ones. It begins with the corpus of {@link Fuzz}; what it finds on
 * the way is kept in {@code target/fuzz} for the next run.
 */
public final class CoverageGuided {
  private static final Path CLASSES = Path.of("target/test-classes");
  private static final Path KEPT = Path.of("target/fuzz");
  private static final Pattern DONE = Pattern.compile("#(\\d+)\\s+DONE\\s+cov: (\\d+)");

  private CoverageGuided() {}

  /** Runs each reader for {@code -Dfuzz.seconds}; ends with 1 if one fails. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int failed = 0;
    List<String> readers = readers();
    for (int i = 0; i < readers.size(); i++) {
      String reader = readers.get(i);
      System.out.printf("%2d/%d %-55s ", i + 1, readers.size(), reader);
      System.out.flush();
      failed += run(reader) ? 0 : 1;
    }
    System.exit(failed == 0 ? 0 : 1);
  }

  private static boolean run(String reader) throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(KEPT.resolve("corpus").resolve(reader));
    Path log = KEPT.resolve(reader + ".log");
    Process process =
        new ProcessBuilder(command(reader, corpus))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit = process.waitFor();
    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    Matcher done = DONE.matcher(said);
    boolean passed = exit == 0 && done.find();
    System.out.println(
        passed
            ? "%,d tries, %s branches".formatted(Long.parseLong(done.group(1)), done.group(2))
            : "FAILED: see " + log);
    return passed;
  }

  private static List<String> command(String reader, Path corpus) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + reader);
    command.add("--instrumentation_includes=io.github.adtauth.**");
    command.add("--reproducer_path=" + KEPT);
    command.add("-artifact_prefix=" + KEPT + "/");
    command.add("-max_total_time=" + Integer.getInteger("fuzz.seconds", 60));
    command.add("-rss_limit_mb=4096");
    command.add(corpus.toString());
    try (Stream<Path> seeds = Files.list(CLASSES.resolve("fuzz"))) {
      seeds.sorted().forEach(seed -> command.add(seed.toString()));
    }
    return command;
  }

  private static List<String> readers() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      return files
          .map(file -> CLASSES.relativize(file).toString())
          .filter(name -> name.endsWith("FuzzTest.class"))
          .map(name -> name.substring(0, name.length() - 6).replaceAll("[/\\\\]", "."))
          .sorted()
          .toList();
    }
  }
}
