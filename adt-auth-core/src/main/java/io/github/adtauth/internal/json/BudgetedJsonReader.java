package io.github.adtauth.internal.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Reads strict JSON (RFC 8259) within a {@link JsonBudget}. The limit also applies to adapters of
 * the user's types. Skipped values are not charged.
 */
public final class BudgetedJsonReader extends JsonReader {
  /** The charge for a member: each name is a separate string. */
  private static final int NAME = JsonBudget.MEMBER + 40;

  private final JsonBudget budget;

  /** Creates a reader. */
  public BudgetedJsonReader(Reader in, JsonBudget budget) {
    super(in);
    setStrictness(Strictness.STRICT);
    this.budget = budget;
  }

  /** Charges the budget for memory that the caller uses besides the values. */
  public void charge(int weight) throws IOException {
    budget.charge(weight);
  }

  @Override
  public void beginObject() throws IOException {
    super.beginObject();
    budget.charge(JsonBudget.OBJECT);
  }

  @Override
  public void beginArray() throws IOException {
    super.beginArray();
    budget.charge(JsonBudget.ARRAY);
  }

  @Override
  public String nextName() throws IOException {
    String name = super.nextName();
    budget.charge(NAME + name.length());
    return name;
  }

  @Override
  public String nextString() throws IOException {
    String value = super.nextString();
    budget.charge(JsonBudget.VALUE + value.length());
    return value;
  }

  @Override
  public boolean nextBoolean() throws IOException {
    budget.charge(JsonBudget.CONSTANT);
    return super.nextBoolean();
  }

  @Override
  public void nextNull() throws IOException {
    budget.charge(JsonBudget.CONSTANT);
    super.nextNull();
  }

  @Override
  public double nextDouble() throws IOException {
    budget.charge(JsonBudget.CONSTANT);
    return super.nextDouble();
  }

  @Override
  public long nextLong() throws IOException {
    budget.charge(JsonBudget.CONSTANT);
    return super.nextLong();
  }

  @Override
  public int nextInt() throws IOException {
    budget.charge(JsonBudget.CONSTANT);
    return super.nextInt();
  }
}
