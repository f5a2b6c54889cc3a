package io.github.adtauth.internal.codes;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the table of AADSTS codes. Not thread-safe. */
final class CodeTable {
  private final Map<Integer, Meaning> meanings = new LinkedHashMap<>();
  private final Map<Integer, Map<Flow, Meaning>> byFlow = new LinkedHashMap<>();

  /** Adds codes with the same meaning. */
  void add(CodeKind kind, @Nullable String step, String hint, int... codes) {
    Meaning meaning = new Meaning(kind, step, hint);
    for (int code : codes) {
      if (meanings.put(code, meaning) != null) {
        throw new IllegalStateException("duplicate code: " + code);
      }
    }
  }

  /** Overrides the meaning of codes in the given flows. The codes must have been added before. */
  void addForFlows(
      Set<Flow> flows, CodeKind kind, @Nullable String step, String hint, int... codes) {
    Meaning meaning = new Meaning(kind, step, hint);
    for (int code : codes) {
      if (!meanings.containsKey(code)) {
        throw new IllegalStateException("code has no default meaning: " + code);
      }
      Map<Flow, Meaning> row = byFlow.computeIfAbsent(code, unused -> new EnumMap<>(Flow.class));
      flows.forEach(flow -> row.put(flow, meaning));
    }
  }

  Map<Integer, EntraCode> build() {
    Map<Integer, EntraCode> table = new LinkedHashMap<>();
    meanings.forEach(
        (code, meaning) ->
            table.put(code, new EntraCode(code, meaning, byFlow.getOrDefault(code, Map.of()))));
    return Collections.unmodifiableMap(table);
  }
}
