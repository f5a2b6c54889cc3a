package io.github.adtauth.samples;

import io.github.adtauth.AdtException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.signin.SystemBrowser;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** Chooses where a sample runs: no variables set, embedded; all set, Azure; some, an error. */
final class Launcher {
  private Launcher() {}

  /** Runs a sample as a program: its errors are printed and end the process with status 1. */
  static void main(Role role, Sample sample) {
    if (!run(role, sample, System.getenv(), System.out)) {
      System.exit(1);
    }
  }

  /** Runs a sample; tells whether it succeeded. */
  static boolean run(Role role, Sample sample, Map<String, String> variables, PrintStream out) {
    List<String> needed = role.variables();
    List<String> missing = needed.stream().filter(name -> isBlank(variables, name)).toList();
    try {
      if (missing.size() == needed.size()) {
        out.println("--------------------------------------------------------------------------");
        out.println(" No Azure is configured: this runs against an EMBEDDED STAND-IN, over real");
        out.println(" HTTPS on this machine, and is gone when this ends. For Azure set");
        out.println(" " + String.join(", ", needed) + ".");
        out.println("--------------------------------------------------------------------------");
        Embedded.run(role, sample, variables, out);
      } else if (missing.isEmpty()) {
        sample.run(azure(variables, out));
      } else {
        out.println("Some variables are set and some are not. Missing: " + missing);
        return false;
      }
      return true;
    } catch (AdtException | IllegalArgumentException e) {
      out.println(e.getMessage());
      return false;
    } catch (Exception e) {
      e.printStackTrace(out);
      return false;
    }
  }

  private static Surroundings azure(Map<String, String> variables, PrintStream out) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .eventListenerFactory(CallLog.to(out))
            .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
            .build();
    http.dispatcher().setMaxRequestsPerHost(64);
    return new Surroundings(
        DigitalTwinsConfig.builder().environment(variables).build(),
        http,
        SystemBrowser.orElse(url -> out.println("Open this page to sign in: " + url)),
        prompt -> out.println(prompt.message()),
        () -> variables.getOrDefault("ADT_SAMPLE_USER_TOKEN", ""),
        variables,
        out);
  }

  private static boolean isBlank(Map<String, String> variables, String name) {
    return variables.getOrDefault(name, "").isBlank();
  }
}
