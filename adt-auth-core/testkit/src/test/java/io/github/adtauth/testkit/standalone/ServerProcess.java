package io.github.adtauth.testkit.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link LocalAzureServer} in a process of its own, with a folder for its files. */
record ServerProcess(Path folder, Process process) implements AutoCloseable {
  /** Starts the process without waiting for it. */
  static ServerProcess launch(Path folder, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                LocalAzureServer.class.getName()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    return new ServerProcess(folder, process);
  }

  /** Reads the instructions up to and including a line. */
  String readUntil(String lastLine) throws IOException {
    BufferedReader out = process.inputReader(UTF_8);
    StringBuilder instructions = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      instructions.append(line).append('\n');
      if (line.equals(lastLine)) {
        return instructions.toString();
      }
    }
    throw new AssertionError("ended: " + errors());
  }

  /** Returns what the process has written to the standard error. */
  String errors() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  /** Stops the process with SIGTERM and waits for its end. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  int exitStatus() throws InterruptedException {
    return process.waitFor();
  }

  /** Kills the process. */
  @Override
  public void close() {
    assertThat(process.destroyForcibly().onExit().join().isAlive()).isFalse();
  }
}
