package io.github.adtauth.testkit.graph;

import java.util.HashMap;
import java.util.Map;

/** Which new objects the replicas do not know yet, counted in looks, not in time. */
final class PropagationDelays {
  private final Map<String, Integer> remaining = new HashMap<>();
  int applicationDelay;
  int principalDelay;

  void applicationCreated(String id) {
    remaining.put(id, applicationDelay);
  }

  void principalCreated(String id) {
    remaining.put(id, principalDelay);
  }

  /** Whether the object is seen; a look at one that is not brings it a step nearer. */
  boolean isVisible(String id) {
    int looks = remaining.getOrDefault(id, 0);
    if (looks > 0) {
      remaining.put(id, looks - 1);
    }
    return looks == 0;
  }

  /** Lets everything be seen from now on. */
  void clear() {
    remaining.clear();
  }
}
