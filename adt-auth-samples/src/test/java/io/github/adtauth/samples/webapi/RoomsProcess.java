package io.github.adtauth.samples.webapi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The web API in a process of its own, with its stand-in. */
final class RoomsProcess implements AutoCloseable {
  private static final Pattern HOW_TO_LOOK =
      Pattern.compile("--proxy-server=(\\S+).* (http://localhost:\\d+/)");

  private final Process process;
  private final List<String> output = new ArrayList<>();
  private final CompletableFuture<Matcher> ready = new CompletableFuture<>();

  RoomsProcess() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RoomsApi.class.getName(),
                "--server.port=0")
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_"));
    process = builder.start();
    Thread reader = new Thread(this::read, "web API output");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
        }
        Matcher found = HOW_TO_LOOK.matcher(line);
        if (found.find()) {
          ready.complete(found);
        }
      }
      ready.completeExceptionally(new IOException("it ended: " + output()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what the browser is told as its proxy. */
  String proxy() throws Exception {
    return ready.get(60, TimeUnit.SECONDS).group(1);
  }

  /** Returns the address of the page. */
  String address() throws Exception {
    return ready.get(60, TimeUnit.SECONDS).group(2);
  }

  String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
