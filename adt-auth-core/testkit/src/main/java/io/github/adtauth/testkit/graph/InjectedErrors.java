package io.github.adtauth.testkit.graph;

import io.github.adtauth.testkit.internal.ErrorResponseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rejects valid calls, a given number of times or at random. Callers must hold the lock. */
final class InjectedErrors {
  private final List<Rule> rules = new ArrayList<>();
  private @Nullable Random random;

  /** The error of an operation such as {@code PATCH applications/{id}} and its remaining number. */
  private static final class Rule {
    final String call;
    final ErrorResponseException error;
    int times;

    Rule(String call, int times, ErrorResponseException error) {
      this.call = call;
      this.times = times;
      this.error = error;
    }
  }

  void add(String call, int times, ErrorResponseException error) {
    rules.add(new Rule(call, times, error));
  }

  /** Rejects some writes at random, as lagging replicas do. */
  void injectAtRandom(Random source) {
    random = source;
  }

  void clear() {
    rules.clear();
    random = null;
  }

  void throwIfDue(Route route) {
    for (Rule rule : rules) {
      if (rule.times > 0 && rule.call.equals(route.call())) {
        rule.times--;
        throw rule.error;
      }
    }
    if (random != null && !route.method().equals("GET") && random.nextInt(5) == 0) {
      throw replicationError(route, random);
    }
  }

  private static ErrorResponseException replicationError(Route route, Random random) {
    boolean principal = route.call().equals("POST servicePrincipals");
    boolean child = route.call().contains(" applications/{id}/");
    return principal && random.nextBoolean()
        ? ErrorResponseException.missingBackingApplication()
        : child && random.nextBoolean()
            ? ErrorResponseException.notFound("of a lagging replica")
            : ErrorResponseException.concurrencyViolation();
  }
}
