package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * The syntax tree of a query.
 *
 * @param count whether only the number of rows is selected
 * @param top how many rows are selected, or {@link #ALL}
 * @param columns what is selected of each row; all of it, if empty
 */
record Query(
    boolean count, int top, List<Column> columns, QueryPattern pattern, QueryCondition where) {
  /** The query does not have TOP. */
  static final int ALL = Integer.MAX_VALUE;

  /** A column of the result. */
  record Column(String name, QueryOperand.Property value) {}

  /** Returns what is selected of a row. A property that the row does not have is left out. */
  JsonObject select(QueryRow row) {
    if (columns.isEmpty() && pattern.edges().isEmpty()) {
      return row.item();
    }
    JsonObject selected = new JsonObject();
    if (columns.isEmpty()) {
      pattern.collections().forEach(name -> selected.add(name, row.get(name)));
    }
    for (Column column : columns) {
      JsonElement value = column.value().value(row);
      if (value != null) {
        selected.add(column.name(), value);
      }
    }
    return selected;
  }
}
