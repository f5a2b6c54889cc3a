package io.github.adtauth.internal.codes;

import java.util.Map;

/**
 * An AADSTS code and its meaning. Immutable.
 *
 * @param number the AADSTS code
 * @param meaning the default meaning
 * @param byFlow the meanings in flows where the default does not apply
 */
public record EntraCode(int number, Meaning meaning, Map<Flow, Meaning> byFlow) {
  /** Copies the map. */
  public EntraCode {
    byFlow = Map.copyOf(byFlow);
  }

  /** Returns the meaning of the code in a flow. */
  public Meaning meaningIn(Flow flow) {
    return byFlow.getOrDefault(flow, meaning);
  }
}
