package io.github.adtauth.testkit.internal;

import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.http.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** The scripted responses of one host or suffix. Thread-safe. */
final class HostScript implements Script {
  private final List<Rule> once = new ArrayList<>();
  private final List<Rule> permanent = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>();

  @Override
  public Script next(MockResponse response) {
    return times(1, response);
  }

  @Override
  public Script nextWhen(Predicate<LoggedRequest> condition, MockResponse response) {
    return add(once, new Rule(condition, 1, response));
  }

  @Override
  public Script times(int count, MockResponse response) {
    return add(once, new Rule(request -> true, count, response));
  }

  @Override
  public Script always(MockResponse response) {
    return alwaysWhen(request -> true, response);
  }

  @Override
  public Script alwaysWhen(Predicate<LoggedRequest> condition, MockResponse response) {
    return add(permanent, new Rule(condition, Integer.MAX_VALUE, response));
  }

  @Override
  public synchronized Gate hold(Predicate<LoggedRequest> condition) {
    Gate gate = new Gate();
    holds.add(new Hold(condition, gate));
    return gate;
  }

  @Override
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

  /** Returns the gates that a request must pass. */
  synchronized List<Gate> matchingGates(LoggedRequest request) {
    return holds.stream().filter(hold -> hold.condition().test(request)).map(Hold::gate).toList();
  }

  /** Returns the response to a request, or null if the service responds. */
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
