package io.github.adtauth.testkit.graph;

import java.util.HashMap;
import java.util.Map;

/** Which new objects the replicas do not know yet, counted in looks, not in time. */
final class PropagationDelays {
  private final Map<String, Integer> left = new HashMap<>();
  int applications;
  int principals;

  void newApplication(String id) {
    left.put(id, applications);
  }

  void newPrincipal(String id) {
    left.put(id, principals);
  }

  /** Whether the object is seen; a look at one that is not brings it a step nearer. */
  boolean seen(String id) {
    int looks = left.getOrDefault(id, 0);
    if (looks > 0) {
      left.put(id, looks - 1);
    }
    return looks == 0;
  }

  /** Lets everything be seen from now on. */
  void settle() {
    left.clear();
  }
}
