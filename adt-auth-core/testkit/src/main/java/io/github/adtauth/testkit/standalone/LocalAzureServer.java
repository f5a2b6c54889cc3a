package io.github.adtauth.testkit.standalone;

import io.github.adtauth.testkit.LocalAzure;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link LocalAzure} as a process, for applications in any language. Entra ID and the
 * Digital Twins instance are at {@code https://localhost:8443}. {@code --help} prints the options.
 *
 * <pre>{@code
 * java -cp … io.github.adtauth.testkit.standalone.LocalAzureServer --ca .local-azure --graph g.ndjson
 * }</pre>
 *
 * <p>Exits with status 2 if an option, the graph file or the certificate authority cannot be used,
 * and 1 if a port cannot be used. SIGTERM and Ctrl+C save the graph and stop it.
 */
public final class LocalAzureServer implements AutoCloseable {
  private static final int EXIT_UNAVAILABLE = 1;
  private static final int EXIT_USAGE = 2;

  private final LocalAzure azure;
  private final AuthorityFiles authority;
  private final boolean temporaryAuthority;
  private final @Nullable GraphFile graph;
  private final String instructions;

  private LocalAzureServer(
      Options options, OffsetClock clock, AuthorityFiles authority, LocalAzure azure) {
    this.azure = azure;
    this.authority = authority;
    temporaryAuthority = options.authorityFolder() == null;
    azure.localPath(AdminApi.PATH, new AdminApi(azure, clock, options.isExposed()));
    Path file = options.graphFile();
    graph = file == null ? null : new GraphFile(file.toAbsolutePath());
    String admin = options.isExposed() ? "http://127.0.0.1:" + azure.plainPort() : azure.localUrl();
    instructions =
        new Instructions(azure, authority, admin + "/" + AdminApi.PATH).in(options.format());
  }

  /**
   * Starts a server.
   *
   * @throws IOException if the graph or the certificate authority cannot be used
   * @throws UncheckedIOException if a port cannot be used
   */
  private static LocalAzureServer start(Options options) throws IOException {
    Path folder = options.authorityFolder();
    AuthorityFiles authority =
        AuthorityFiles.in(
            folder == null ? Files.createTempDirectory("local-azure") : folder.toAbsolutePath());
    boolean started = false;
    try {
      OffsetClock clock = new OffsetClock(Clock.systemUTC());
      LocalAzure azure =
          LocalAzure.builder()
              .clock(clock)
              .port(options.port())
              .proxyPort(options.proxyPort())
              .bindAddress(options.bindAddress())
              .certificateAuthority(authority.authority())
              .http2(options.http2())
              .start();
      try {
        LocalAzureServer server = new LocalAzureServer(options, clock, authority, azure);
        if (server.graph != null) {
          server.graph.load(azure.twins());
        }
        started = true;
        return server;
      } finally {
        if (!started) {
          azure.close();
        }
      }
    } finally {
      if (!started && folder == null) {
        authority.delete();
      }
    }
  }

  /** Runs until the process is stopped. */
  public static void main(String[] args) throws InterruptedException {
    int status = run(args, System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Returns the exit status, or 0 after printing the usage. Otherwise it does not return. */
  private static int run(String[] args, PrintStream out, PrintStream err)
      throws InterruptedException {
    LocalAzureServer server;
    try {
      Options options = Options.parse(args);
      if (options.help()) {
        out.print(Options.USAGE);
        return 0;
      }
      if (options.isExposed()) {
        err.println(
            "Warning: other machines can connect to "
                + options.bindAddress().getHostAddress()
                + ", and anybody who does can read and change everything here.");
      }
      server = start(options);
    } catch (Options.UsageException e) {
      err.println(e.getMessage() + "\n\n" + Options.USAGE);
      return EXIT_USAGE;
    } catch (UncheckedIOException e) {
      err.println(
          "Could not listen on the port: " + Objects.requireNonNull(e.getCause()).getMessage());
      return EXIT_UNAVAILABLE;
    } catch (IOException e) {
      err.println("Could not start: " + e.getMessage());
      return EXIT_USAGE;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(err), "LocalAzure shutdown"));
    out.print(server.instructions);
    out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private void stop(PrintStream err) {
    try {
      close();
    } catch (IOException e) {
      err.println("Could not save the graph: " + e.getMessage());
    }
  }

  /** Saves the graph and stops the servers. */
  @Override
  public void close() throws IOException {
    azure.close();
    if (temporaryAuthority) {
      authority.delete();
    }
    if (graph != null) {
      graph.save(azure.twins());
    }
  }
}
