package io.github.adtauth.internal.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Parses a complete JSON text (RFC 8259) into Gson's tree, whose size a {@link JsonBudget} bounds.
 * Not thread-safe.
 *
 * <p>It accepts and rejects the same texts as Gson's strict reader, with the same result, in less
 * than half the time. (Gson also rejects some integers with more than 20 digits, because its {@code
 * long} accumulator overflows to zero.)
 */
final class JsonTreeReader {
  /** The maximum length of a number in Gson. */
  private static final int MAX_NUMBER_LENGTH = 1023;

  private static final byte[] BYTE_ORDER_MARK = "\ufeff".getBytes(StandardCharsets.UTF_8);
  private static final JsonPrimitive TRUE = new JsonPrimitive(true);
  private static final JsonPrimitive FALSE = new JsonPrimitive(false);

  private final byte[] json;
  private final int maxDepth;
  private final JsonBudget budget;
  private final NameCache names = new NameCache();
  private int at;

  private JsonTreeReader(byte[] json, int maxDepth, JsonBudget budget) {
    this.json = json;
    this.maxDepth = maxDepth;
    this.budget = budget;
    at = json.length >= 3 && Arrays.equals(json, 0, 3, BYTE_ORDER_MARK, 0, 3) ? 3 : 0;
  }

  /** Parses a single value in UTF-8. Returns JSON null for blank text, as Gson does. */
  static JsonElement parse(byte[] json, int maxDepth, JsonBudget budget) throws IOException {
    JsonTreeReader tree = new JsonTreeReader(json, maxDepth, budget);
    if (tree.skipWhitespace() < 0) {
      return JsonNull.INSTANCE;
    }
    JsonElement value = tree.value(1);
    if (tree.skipWhitespace() >= 0) {
      throw tree.malformed();
    }
    return value;
  }

  private JsonElement value(int depth) throws IOException {
    int first = skipWhitespace();
    return switch (first) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new JsonPrimitive(string());
      case 't' -> literal("true", TRUE);
      case 'f' -> literal("false", FALSE);
      case 'n' -> literal("null", JsonNull.INSTANCE);
      default -> number(first);
    };
  }

  private JsonObject object(int depth) throws IOException {
    budget.charge(JsonBudget.OBJECT);
    JsonObject object = new JsonObject();
    if (isEmpty(depth, '}')) {
      return object;
    }
    do {
      if (skipWhitespace() != '"') {
        throw malformed();
      }
      String name = name();
      budget.charge(JsonBudget.MEMBER);
      if (skipWhitespace() != ':') {
        throw malformed();
      }
      at++;
      object.add(name, value(depth + 1));
    } while (hasMore('}'));
    return object;
  }

  private JsonArray array(int depth) throws IOException {
    budget.charge(JsonBudget.ARRAY);
    JsonArray array = new JsonArray();
    if (isEmpty(depth, ']')) {
      return array;
    }
    do {
      array.add(value(depth + 1));
    } while (hasMore(']'));
    return array;
  }

  /** Enters an object or array, and leaves it if it is empty. */
  private boolean isEmpty(int depth, char end) throws MalformedJsonException {
    if (depth > maxDepth) {
      throw malformed();
    }
    at++;
    boolean empty = skipWhitespace() == end;
    at += empty ? 1 : 0;
    return empty;
  }

  private boolean hasMore(char end) throws MalformedJsonException {
    int c = skipWhitespace();
    if (c != ',' && c != end) {
      throw malformed();
    }
    at++;
    return c == ',';
  }

  private String name() throws IOException {
    int start = at + 1;
    int end = start;
    while (end < json.length && json[end] != '"' && json[end] >= ' ' && json[end] != '\\') {
      end++;
    }
    if (end == json.length || json[end] != '"') {
      return string();
    }
    at = end + 1;
    return names.get(json, start, end);
  }

  private String string() throws IOException {
    int start = at + 1;
    int i = start;
    int allBits = 0;
    while (i < json.length && json[i] != '"') {
      if (json[i] == '\\') {
        return unescaped(start, i);
      }
      if (json[i] >= 0 && json[i] < ' ') {
        throw malformed();
      }
      allBits |= json[i];
      i++;
    }
    if (i == json.length) {
      throw malformed();
    }
    at = i + 1;
    budget.charge(JsonBudget.VALUE + i - start);
    return new String(
        json, start, i - start, allBits < 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  private String unescaped(int start, int backslash) throws IOException {
    StringBuilder text = new StringBuilder();
    int run = start;
    int i = backslash;
    while (i < json.length && json[i] != '"') {
      if (json[i] >= 0 && json[i] < ' ') {
        throw malformed();
      }
      if (json[i] == '\\') {
        text.append(new String(json, run, i - run, StandardCharsets.UTF_8));
        at = i + 1;
        text.append(escaped());
        run = at;
        i = at;
      } else {
        i++;
      }
    }
    if (i == json.length) {
      throw malformed();
    }
    at = i + 1;
    budget.charge(JsonBudget.VALUE + i - start);
    return text.append(new String(json, run, i - run, StandardCharsets.UTF_8)).toString();
  }

  private char escaped() throws MalformedJsonException {
    int c = at < json.length ? json[at++] : -1;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw malformed();
    };
  }

  private char hex() throws MalformedJsonException {
    int c = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = at < json.length && json[at] > 0 ? Character.digit(json[at], 16) : -1;
      if (digit < 0) {
        throw malformed();
      }
      c = 16 * c + digit;
    }
    return (char) c;
  }

  private JsonElement literal(String word, JsonElement value) throws IOException {
    budget.charge(JsonBudget.CONSTANT);
    for (int i = 0; i < word.length(); i++, at++) {
      if (at == json.length || json[at] != word.charAt(i)) {
        throw malformed();
      }
    }
    return value;
  }

  private JsonPrimitive number(int first) throws IOException {
    budget.charge(JsonBudget.VALUE);
    int start = at;
    at += first == '-' ? 1 : 0;
    boolean zero = at < json.length && json[at] == '0';
    if (digits() > 1 && zero) {
      throw malformed();
    }
    if (at < json.length && json[at] == '.') {
      at++;
      digits();
    }
    if (at < json.length && (json[at] == 'e' || json[at] == 'E')) {
      at++;
      at += at < json.length && (json[at] == '+' || json[at] == '-') ? 1 : 0;
      digits();
    }
    if (at - start > MAX_NUMBER_LENGTH) {
      throw malformed();
    }
    String text = new String(json, start, at - start, StandardCharsets.ISO_8859_1);
    return new JsonPrimitive(new JsonPrimitive(text).getAsNumber()); // preserves all digits
  }

  private int digits() throws MalformedJsonException {
    int start = at;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
    return at - start;
  }

  /** Skips white space, and returns the next byte or -1 at the end. */
  private int skipWhitespace() {
    while (at < json.length) {
      byte c = json[at];
      if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
        return c & 0xff;
      }
      at++;
    }
    return -1;
  }

  private MalformedJsonException malformed() {
    return new MalformedJsonException("Malformed JSON at byte " + at);
  }

  /** A cache of member names, which recur in each item of a page. */
  private static final class NameCache {
    private static final int SIZE = 64;
    private final String[] names = new String[SIZE];

    /** Returns an ASCII name. */
    String get(byte[] json, int start, int end) {
      int length = end - start;
      int slot = length == 0 ? 0 : (31 * length + 7 * json[start] + json[end - 1]) & (SIZE - 1);
      String last = names[slot];
      if (last != null && is(last, json, start, length)) {
        return last;
      }
      String name = new String(json, start, length, StandardCharsets.ISO_8859_1);
      names[slot] = name;
      return name;
    }

    private static boolean is(String name, byte[] json, int start, int length) {
      if (name.length() != length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (name.charAt(i) != json[start + i]) {
          return false;
        }
      }
      return true;
    }
  }
}
