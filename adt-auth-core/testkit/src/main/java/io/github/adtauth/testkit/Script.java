package io.github.adtauth.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/**
 * Answers that one host gives instead of its service: each is served as often as stated, in the
 * order stated, then the service answers again. Thread-safe.
 */
public final class Script {
  private final List<Rule> once = new ArrayList<>();
  private final List<Rule> permanent = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>();

  Script() {}

  /** Answers the next request. */
  public Script next(MockResponse answer) {
    return times(1, answer);
  }

  /** Answers the next request that matches. */
  public Script nextWhen(Predicate<LoggedRequest> which, MockResponse answer) {
    return add(once, new Rule(which, 1, answer));
  }

  /** Answers the next so many requests. */
  public Script times(int count, MockResponse answer) {
    return add(once, new Rule(request -> true, count, answer));
  }

  /** Answers all requests that nothing else in the script answers, until {@link #clear()}. */
  public Script always(MockResponse answer) {
    return alwaysWhen(request -> true, answer);
  }

  /** Answers all matching requests that nothing else in the script answers. */
  public Script alwaysWhen(Predicate<LoggedRequest> which, MockResponse answer) {
    return add(permanent, new Rule(which, Integer.MAX_VALUE, answer));
  }

  /** Holds matching requests before they are answered, until the gate is released. */
  public synchronized Gate hold(Predicate<LoggedRequest> which) {
    Gate gate = new Gate();
    holds.add(new Hold(which, gate));
    return gate;
  }

  /** Forgets all answers and opens all gates. */
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
