package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs a sample before the embedded stand-in and keeps what it printed. */
abstract class SamplesFixture {
  private static final Map<String, String> NO_VARIABLES = Map.of();

  final ByteArrayOutputStream written = new ByteArrayOutputStream();
  final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  String run(Role role, Sample sample) {
    return run(role, sample, NO_VARIABLES);
  }

  String run(Role role, Sample sample, Map<String, String> variables) {
    boolean succeeded = Launcher.run(role, sample, variables, out);
    String text = written.toString(StandardCharsets.UTF_8);
    assertThat(succeeded).as(text).isTrue();
    assertThat(text).contains("EMBEDDED STAND-IN");
    return text;
  }
}
