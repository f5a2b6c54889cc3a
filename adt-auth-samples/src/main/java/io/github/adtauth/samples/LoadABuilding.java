package io.github.adtauth.samples;

import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.bulk.BulkItem;
import io.github.adtauth.twins.bulk.BulkLimits;
import io.github.adtauth.twins.bulk.BulkReport;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Ten thousand twins and what links them, at the pace of the service. Whatever ends it, a failure,
 * a lost connection, Ctrl-C: run it again, and it puts what is missing.
 *
 * <p>For Azure set {@code AZURE_CLIENT_ID}, {@code AZURE_TENANT_ID} and {@code ADT_ENDPOINT}; for a
 * smaller building {@code ADT_SAMPLE_FLOORS} and {@code ADT_SAMPLE_ROOMS} (on each floor); and if
 * the quota of the instance was raised, {@code ADT_SAMPLE_CREATIONS_PER_SECOND}.
 */
public final class LoadABuilding {
  private LoadABuilding() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.NATIVE_APP, LoadABuilding::run);
  }

  static void run(Surroundings in) throws Exception {
    PrintStream out = in.out();
    OkHttpClient http = in.quietHttp(); // twenty thousand calls: they are not printed one by one
    http.dispatcher().setMaxRequestsPerHost(16); // OkHttp begins with 5, and a bulk uses them all
    UserSignIn user = SignIn.with(in.config()).httpClient(http).browser(in.browser());
    user.signIn();
    try (DigitalTwins instance = DigitalTwins.at(in.config(), http)) {
      DigitalTwinsClient twins = instance.client(user);
      Building.uploadModels(twins);

      Tower tower = Tower.of(in.environment(), 100, 99);
      List<BulkItem> items = tower.items();
      BulkLimits limits = limits(in.environment().get("ADT_SAMPLE_CREATIONS_PER_SECOND"));
      long seconds = items.size() / limits.createOrDeletePerSecond();
      out.printf("%d twins, %d relationships.%n", tower.twins(), items.size() - tower.twins());
      out.printf(
          "At %d a second this takes %d min %d s at least.%n",
          limits.createOrDeletePerSecond(), seconds / 60, seconds % 60);

      Instant start = Instant.now();
      BulkReport report =
          twins.bulk().limits(limits).progress(new ProgressBar(out, items.size())).run(items);

      Duration took = Duration.between(start, Instant.now());
      out.printf("Created:           %6d%n", report.succeeded());
      out.printf("There already:     %6d%n", report.skipped());
      out.printf("Failed:            %6d%n", report.failures().size());
      out.printf("Time:              %4d:%02d min%n", took.toMinutes(), took.toSecondsPart());
      report.failures().stream()
          .limit(10)
          .forEach(failure -> out.println(failure.item() + ": " + failure.reason().getMessage()));
      report.stoppedBy().ifPresent(reason -> out.println("Stopped. " + reason.getMessage()));
      out.println(report.isComplete() ? "All is there." : "Run it again: it puts what is missing.");
    }
  }

  private static BulkLimits limits(@Nullable String perSecond) {
    if (perSecond == null) {
      return BulkLimits.DEFAULT;
    }
    int creations = Integer.parseInt(perSecond);
    return new BulkLimits(creations, creations * 20, Math.max(1, creations / 5));
  }
}
