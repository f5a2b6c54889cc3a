package io.github.adtauth.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.adtauth.live.LiveReport.Result;
import io.github.adtauth.testkit.LocalAzure;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/**
 * The library against a real tenant and instance (docs/live.md), by the profile {@code live}. With
 * {@code -Dlive.azure=local} it is the local Azure, and the environment is not read.
 */
class AzureLive {
  private static final boolean LOCAL = "local".equals(System.getProperty("live.azure"));

  @Test
  void everyCheck_passes() {
    if (LOCAL) {
      try (LocalAzure azure = LocalAzure.start()) {
        run(LocalTarget.of(azure));
      }
      return;
    }
    Map<String, String> environment = Map.copyOf(System.getenv());
    List<String> missing = LiveTarget.missing(environment);
    if (!missing.isEmpty()) {
      System.out.println("Live checks skipped. Not set: " + String.join(", ", missing));
    }
    assumeTrue(missing.isEmpty(), "not set: " + missing);
    run(
        new LiveTarget(
            environment, new OkHttpClient(), prompt -> System.out.println(prompt.message())));
  }

  private static void run(LiveTarget target) {
    LiveReport report = LiveRun.against(target);
    System.out.println(report.table());
    assertThat(report.rows(Result.FAILED)).isEmpty();
  }
}
