package io.github.adtauth.identity;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs a command of the PATH, with a list of arguments and no shell, for a limited time. */
final class CliProcess {
  private static final int MAX_OUTPUT = 256 << 10;
  private static final List<String> SUFFIXES =
      File.separatorChar == '\\' ? List.of(".exe", ".cmd") : List.of("");

  private CliProcess() {}

  /** What it printed and how it ended. */
  record Result(int exitCode, boolean timedOut, String out, String err) {
    @Override
    public String toString() {
      return "exit code " + exitCode; // what it printed may be a token
    }
  }

  /** Returns null if there is no such command. */
  static @Nullable Result run(
      String command, List<String> arguments, Map<String, String> environment, Duration timeout) {
    Path executable = find(command, environment);
    if (executable == null) {
      return null;
    }
    List<String> line = new ArrayList<>(arguments);
    line.add(0, executable.toString());
    // Not in the working directory: who can write there could plant what the command then finds.
    ProcessBuilder builder = new ProcessBuilder(line).directory(executable.getRoot().toFile());
    Process process;
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      return null;
    }
    Output out = Output.of(process.getInputStream());
    Output err = Output.of(process.getErrorStream());
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Result(-1, true, "", "");
      }
      return new Result(process.exitValue(), false, out.text(), err.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(
          ErrorDetails.of("The wait for " + command + " was interrupted.").cause(e));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static @Nullable Path find(String command, Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", environment.getOrDefault("Path", ""));
    for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
      for (String suffix : SUFFIXES) {
        try {
          Path file = Path.of(folder, command + suffix);
          // Only absolute ones: an empty or relative entry means the working directory.
          if (file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)) {
            return file;
          }
        } catch (InvalidPathException e) {
          // The next one.
        }
      }
    }
    return null;
  }

  /** What a process prints, up to a limit; read to its end, so that the process can go on. */
  private record Output(ByteArrayOutputStream bytes, CompletableFuture<Boolean> end) {
    static Output of(InputStream stream) {
      Output output = new Output(new ByteArrayOutputStream(), new CompletableFuture<>());
      Thread reader = new Thread(() -> output.read(stream), "adt-auth-cli");
      reader.setDaemon(true);
      reader.start();
      return output;
    }

    private void read(InputStream stream) {
      byte[] buffer = new byte[8 << 10];
      try (stream) {
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
          bytes.write(buffer, 0, Math.min(n, MAX_OUTPUT - bytes.size()));
        }
      } catch (IOException e) {
        // What came until now is what there is.
      }
      end.complete(true);
    }

    /** Returns it all; what there is now, where a helper that was left behind holds it open. */
    String text() {
      boolean unused = end.completeOnTimeout(false, 1, TimeUnit.SECONDS).join();
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
