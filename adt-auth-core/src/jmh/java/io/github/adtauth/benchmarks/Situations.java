package io.github.adtauth.benchmarks;

import com.azure.core.credential.TokenCredential;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.TwinQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What is counted, or waited for, rather than timed in a loop. */
final class Situations {
  private static final int CALLERS = 32;
  private static final int ROUNDS = 3;

  private final TokenService service = new TokenService();

  /** Counts the token requests of 32 callers who come at once, to an empty cache. */
  Map<String, Measured> cold() throws Exception {
    Map<String, Measured> all = new LinkedHashMap<>();
    service.delay(50);
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, Callable<?>> contender : contenders().entrySet()) {
        service.asked();
        together(contender.getValue());
        double asked = service.asked();
        all.computeIfAbsent(contender.getKey(), name -> new Measured()).scores().add(asked);
        System.out.printf("cold %s: %.0f token requests%n", contender.getKey(), asked);
      }
    }
    service.delay(0);
    return all;
  }

  /** Measures the longest wait, in ms, while a token is stale and the token service takes 700 ms. */
  Map<String, Measured> stale() throws Exception {
    Map<String, Measured> all = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, Callable<?>> contender : contenders().entrySet()) {
        service.life("\"expires_in\":20,\"refresh_in\":1");
        contender.getValue().call();
        Thread.sleep(3_000);
        service.delay(700);
        double wait = together(contender.getValue());
        service.delay(0);
        all.computeIfAbsent(contender.getKey(), name -> new Measured()).scores().add(wait);
        System.out.printf("stale %s: %.1f ms%n", contender.getKey(), wait);
      }
    }
    service.life("\"expires_in\":3599");
    return all;
  }

  /** Returns the live heap near the beginning and near the end of a query, in MB. */
  static double[] queryMemory() {
    double[] used = new double[2];
    int count = 0;
    var twins = Contenders.ourTwins();
    for (DigitalTwin twin :
        twins.query(TwinQuery.of("SELECT * FROM digitaltwins"), DigitalTwin.class)) {
      count += twin == null ? 0 : 1;
      if (count == 5_200) {
        used[0] = live();
      } else if (count == 95_200) {
        used[1] = live();
      }
    }
    System.out.printf("live heap within the query: %.1f MB, then %.1f MB%n", used[0], used[1]);
    return used;
  }

  private static double live() {
    Runtime runtime = Runtime.getRuntime();
    double used = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
    }
    return used;
  }

  private Map<String, Callable<?>> contenders() throws Exception {
    TokenCredential azure = Contenders.azure(service);
    ConfidentialClientApplication msal = Contenders.msal(service);
    TokenProvider ours = Contenders.ours(service);
    TokenRequest request = TokenRequest.of(TokenResponses.SCOPE);
    Map<String, Callable<?>> all = new LinkedHashMap<>();
    all.put("azure", () -> azure.getTokenSync(Contenders.azureRequest()));
    all.put("bare", () -> msal.acquireToken(Contenders.msalRequest()).get());
    all.put("ours", () -> ours.token(request));
    return all;
  }

  /** Lets all callers in at once; returns the longest of their calls in ms. */
  private static double together(Callable<?> call) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try {
      CyclicBarrier gate = new CyclicBarrier(CALLERS);
      List<Future<Double>> waits = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        waits.add(
            threads.submit(
                () -> {
                  gate.await();
                  long start = System.nanoTime();
                  call.call();
                  return (System.nanoTime() - start) / 1e6;
                }));
      }
      double longest = 0;
      for (Future<Double> wait : waits) {
        longest = Math.max(longest, wait.get());
      }
      return longest;
    } finally {
      threads.shutdown();
    }
  }
}
