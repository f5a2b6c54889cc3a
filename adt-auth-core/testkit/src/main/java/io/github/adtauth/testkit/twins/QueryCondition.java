package io.github.adtauth.testkit.twins;

import java.util.List;
import java.util.stream.Stream;

/** A condition of WHERE. Only rows for which it is true are selected. */
sealed interface QueryCondition permits QueryCondition.Operator, QueryPredicate {
  Truth test(QueryRow row, Store store);

  /** Returns the names of the collections to which the condition refers. */
  Stream<String> collections();

  /** A condition composed of other conditions. */
  sealed interface Operator extends QueryCondition {
    List<QueryCondition> operands();

    @Override
    default Stream<String> collections() {
      return operands().stream().flatMap(QueryCondition::collections);
    }
  }

  /** True if all operands are true, or if there are none. */
  record And(List<QueryCondition> operands) implements Operator {
    @Override
    public Truth test(QueryRow row, Store store) {
      Truth result = Truth.TRUE;
      for (QueryCondition operand : operands) {
        result = result.and(operand.test(row, store));
      }
      return result;
    }
  }

  /** True if at least one operand is true. */
  record Or(List<QueryCondition> operands) implements Operator {
    @Override
    public Truth test(QueryRow row, Store store) {
      Truth result = Truth.FALSE;
      for (QueryCondition operand : operands) {
        result = result.or(operand.test(row, store));
      }
      return result;
    }
  }

  /** True if the operand is false. Undefined if the operand is undefined. */
  record Not(QueryCondition operand) implements Operator {
    @Override
    public List<QueryCondition> operands() {
      return List.of(operand);
    }

    @Override
    public Truth test(QueryRow row, Store store) {
      return operand.test(row, store).not();
    }
  }
}
