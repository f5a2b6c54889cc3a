package io.github.adtauth.testkit.internal;

import java.util.HashMap;
import java.util.Map;

/** Hides new objects from a number of requests, as replicas do that do not know them yet. */
public final class PropagationDelays {
  private final Map<String, Integer> remaining = new HashMap<>();
  private int applicationDelay;
  private int principalDelay;

  /** Hides each object that is created from now on from the given number of requests. */
  public void delayApplications(int requests) {
    applicationDelay = requests;
  }

  public void delayPrincipals(int requests) {
    principalDelay = requests;
  }

  public void applicationCreated(String id) {
    remaining.put(id, applicationDelay);
  }

  public void principalCreated(String id) {
    remaining.put(id, principalDelay);
  }

  /** Returns whether an object is visible. Each call counts as a request. */
  public boolean isVisible(String id) {
    int requests = remaining.getOrDefault(id, 0);
    if (requests > 0) {
      remaining.put(id, requests - 1);
    }
    return requests == 0;
  }

  /** Makes all objects visible. */
  public void clear() {
    remaining.clear();
  }
}
