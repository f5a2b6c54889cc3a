package io.github.adtauth.internal.codes;

import java.util.Map;

/**
 * One row of the table of codes. Immutable.
 *
 * @param number the AADSTS code
 * @param meaning its meaning in flows that {@code byFlow} does not contain
 * @param byFlow its meaning in certain flows
 */
public record EntraCode(int number, Meaning meaning, Map<Flow, Meaning> byFlow) {
  /** Copies the map. */
  public EntraCode {
    byFlow = Map.copyOf(byFlow);
  }

  /** Returns the meaning of the code in a flow. */
  public Meaning in(Flow flow) {
    return byFlow.getOrDefault(flow, meaning);
  }
}
