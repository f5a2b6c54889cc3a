package io.github.adtauth.internal.identity;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnexpectedResponseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a command from {@code PATH} without a shell and with a timeout. */
final class CliProcess {
  private static final int MAX_OUTPUT_BYTES = 256 << 10;

  private CliProcess() {}

  /** The output and exit code of a command. */
  record Result(int exitCode, boolean timedOut, String out, String err) {
    @Override
    public String toString() {
      return "exit code " + exitCode; // the output may contain a token
    }
  }

  /**
   * Runs the command. Returns null if it is not found in an absolute entry of {@code PATH}.
   *
   * @throws UnexpectedResponseException if it exists but cannot be started
   */
  static @Nullable Result run(
      String command, List<String> arguments, Map<String, String> environment, Duration timeout) {
    Path executable = ExecutableFinder.ofMachine().find(command, environment);
    if (executable == null) {
      return null;
    }
    Process process;
    try {
      process = ChildProcess.builder(executable, arguments).start();
    } catch (IOException e) {
      throw new UnexpectedResponseException(
          ErrorDetails.of("The command " + executable + " could not be started.").cause(e));
    }
    closeQuietly(process.getOutputStream());
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

  private static void closeQuietly(OutputStream stdin) {
    try {
      stdin.close();
    } catch (IOException e) {
      // The process has ended already.
    }
  }

  /** The output of a process, up to a limit. The rest is read too, so that the process can end. */
  private record Output(ByteArrayOutputStream bytes, CompletableFuture<Boolean> end) {
    static Output of(InputStream stream) {
      Output output = new Output(new ByteArrayOutputStream(), new CompletableFuture<>());
      Thread reader = new Thread(null, () -> output.read(stream), "adt-auth-cli", 0, false);
      reader.setDaemon(true);
      reader.start();
      return output;
    }

    private void read(InputStream stream) {
      byte[] buffer = new byte[8 << 10];
      try (stream) {
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
          bytes.write(buffer, 0, Math.min(n, MAX_OUTPUT_BYTES - bytes.size()));
        }
      } catch (IOException e) {
        // Use the output that was read so far.
      }
      end.complete(true);
    }

    /** Returns the output; if a child process keeps the pipe open, the output so far. */
    String text() {
      boolean unused = end.completeOnTimeout(false, 1, TimeUnit.SECONDS).join();
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
