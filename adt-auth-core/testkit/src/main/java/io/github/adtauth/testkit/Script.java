package io.github.adtauth.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/**
 * Scripted responses of a host, which replace those of its service. Each response is used the given
 * number of times, in order. Then the service responds again. Thread-safe.
 */
public final class Script {
  private final List<Rule> once = new ArrayList<>();
  private final List<Rule> permanent = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>();

  Script() {}

  /** Responds to the next request. */
  public Script next(MockResponse response) {
    return times(1, response);
  }

  /** Responds to the next request that matches a condition. */
  public Script nextWhen(Predicate<LoggedRequest> condition, MockResponse response) {
    return add(once, new Rule(condition, 1, response));
  }

  /** Responds to the given number of requests. */
  public Script times(int count, MockResponse response) {
    return add(once, new Rule(request -> true, count, response));
  }

  /** Responds to all requests without another scripted response, until {@link #clear()}. */
  public Script always(MockResponse response) {
    return alwaysWhen(request -> true, response);
  }

  /**
   * Responds to all matching requests without another scripted response, until {@link #clear()}.
   */
  public Script alwaysWhen(Predicate<LoggedRequest> condition, MockResponse response) {
    return add(permanent, new Rule(condition, Integer.MAX_VALUE, response));
  }

  /** Holds matching requests until the returned gate is released. */
  public synchronized Gate hold(Predicate<LoggedRequest> condition) {
    Gate gate = new Gate();
    holds.add(new Hold(condition, gate));
    return gate;
  }

  /** Removes all scripted responses and releases all gates. */
  public synchronized void clear() {
    once.clear();
    permanent.clear();
    holds.forEach(hold -> hold.gate().release());
    holds.clear();
  }

  private synchronized Script add(List<Rule> rules, Rule rule) {
    rules.add(rule);
    return this;
  }

  synchronized List<Gate> matchingGates(LoggedRequest request) {
    return holds.stream().filter(hold -> hold.condition().test(request)).map(Hold::gate).toList();
  }

  synchronized @Nullable MockResponse nextResponse(LoggedRequest request) {
    for (int i = 0; i < once.size(); i++) {
      Rule rule = once.get(i);
      if (rule.condition().test(request)) {
        if (rule.times() <= 1) {
          once.remove(i);
        } else {
          once.set(i, new Rule(rule.condition(), rule.times() - 1, rule.response()));
        }
        return rule.response();
      }
    }
    return permanent.stream()
        .filter(rule -> rule.condition().test(request))
        .map(Rule::response)
        .findFirst()
        .orElse(null);
  }

  private record Rule(Predicate<LoggedRequest> condition, int times, MockResponse response) {}

  private record Hold(Predicate<LoggedRequest> condition, Gate gate) {}
}
