package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * The syntax tree of a query.
 *
 * @param count whether only the number of rows is selected
 * @param top the maximum number of rows, or {@link #ALL}
 * @param columns the selected columns, or an empty list to select all
 */
record Query(
    boolean count, int top, List<Column> columns, QueryPattern pattern, QueryCondition where) {
  /** The value of {@code top} for a query without TOP. */
  static final int ALL = Integer.MAX_VALUE;

  /** A column of the result. */
  record Column(String name, QueryOperand.Property value) {}

  /** Returns the selected columns of a row. Omits properties that the row does not have. */
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
