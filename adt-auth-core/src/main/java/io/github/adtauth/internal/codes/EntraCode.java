package io.github.adtauth.internal.codes;

import java.util.Map;

/**
 * One row of the table of codes. Immutable.
 *
 * @param number the AADSTS code
 * @param meaning what it means, unless the flow says otherwise
 * @param byFlow what it means in certain flows
 */
public record EntraCode(int number, Meaning meaning, Map<Flow, Meaning> byFlow) {
  /** Copies the map. */
  public EntraCode {
    byFlow = Map.copyOf(byFlow);
  }

  /** Returns what the code means in a flow. */
  public Meaning in(Flow flow) {
    return byFlow.getOrDefault(flow, meaning);
  }
}
