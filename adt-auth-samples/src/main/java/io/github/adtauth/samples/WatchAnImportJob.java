package io.github.adtauth.samples;

import io.github.adtauth.UnavailableException;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.ImportJob;
import io.github.adtauth.twins.Jobs;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Has the instance import a file, and watches it do so. The instance carries out one job at a time;
 * whoever comes second waits.
 *
 * <p>For Azure set {@code AZURE_CLIENT_ID}, {@code AZURE_TENANT_ID}, {@code ADT_ENDPOINT} and the
 * URLs of two blobs, {@code ADT_SAMPLE_INPUT_BLOB} (upload {@code building.ndjson} of the samples)
 * and {@code ADT_SAMPLE_OUTPUT_BLOB} (for the log). The managed identity of the instance needs the
 * role <i>Storage Blob Data Contributor</i> on their container.
 */
public final class WatchAnImportJob {
  private static final Duration PATIENCE = Duration.ofHours(1);

  private WatchAnImportJob() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.IMPORTER, WatchAnImportJob::run);
  }

  static void run(Surroundings in) {
    PrintStream out = in.out();
    UserSignIn user = SignIn.with(in.config()).httpClient(in.http()).browser(in.browser());
    user.signIn();
    try (DigitalTwins instance = DigitalTwins.at(in.config(), in.http())) {
      DigitalTwinsClient twins = instance.client(user);
      ImportJob job = start(twins.jobs().imports(), in);
      out.println("Started " + job.id());
      job = watch(twins.jobs().imports(), job, out);
      if (job.isSucceeded()) {
        out.println("Everything is imported.");
      } else {
        out.println(
            "It " + job.status() + (job.error() == null ? "" : ": " + job.error().message()));
      }
      out.println("What it did in detail: " + job.outputBlobUri());
    }
  }

  /** Starts the import; if another one is in flight, when that has ended. */
  private static ImportJob start(Jobs.Imports imports, Surroundings in) {
    String input = in.environment().getOrDefault("ADT_SAMPLE_INPUT_BLOB", "");
    String output = in.environment().getOrDefault("ADT_SAMPLE_OUTPUT_BLOB", "");
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        return imports.start("import-" + UUID.randomUUID(), input, output);
      } catch (UnavailableException e) {
        if (e.status() != 429 || Instant.now().isAfter(end)) {
          throw e;
        }
        in.out().println(e.getMessage());
        for (ImportJob other : imports.list()) {
          if (!other.isFinished()) {
            watch(imports, other, in.out());
          }
        }
      }
    }
  }

  private static ImportJob watch(Jobs.Imports imports, ImportJob job, PrintStream out) {
    return imports.waitFor(
        job.id(), PATIENCE, now -> out.println("   " + now.id() + ": " + now.status()));
  }
}
