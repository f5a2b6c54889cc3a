package io.github.adtauth.twins;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page as it arrives, without a copy of it in between.
 *
 * @param nextName the member that tells where it goes on
 * @param adapter what reads an item
 */
record PageReader<T>(String nextName, TypeAdapter<T> adapter)
    implements Operation.Decoder<Page<T>> {
  /** Takes a page in without reading it. */
  UnreadPage<T> take(Answer answer) throws IOException {
    String text = answer.keep();
    return new UnreadPage.Text<>(answer, this, Lookahead.string(text, nextName));
  }

  @Override
  public Page<T> decode(Answer answer) throws IOException {
    JsonReader json = answer.json();
    List<T> value = null;
    String next = null;
    if (json.peek() != JsonToken.BEGIN_OBJECT) {
      throw answer.unexpected("the answer is no page.", null);
    }
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (name.equals("value")) {
        value = items(answer, json);
      } else if (name.equals(nextName)) {
        next = next(json);
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    answer.end(json);
    if (value == null) {
      throw answer.unexpected("the answer is no page: it has no value.", null);
    }
    return new Page<>(Collections.unmodifiableList(value), next, charge(answer));
  }

  private List<T> items(Answer answer, JsonReader json) throws IOException {
    List<T> items = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      T item = adapter.read(json);
      if (item == null) {
        throw answer.unexpected("the page has an item that is null.", null);
      }
      items.add(item);
    }
    json.endArray();
    return items;
  }

  private static @Nullable String next(JsonReader json) throws IOException {
    if (json.peek() == JsonToken.NULL) {
      json.nextNull();
      return null;
    }
    String next = json.nextString();
    return next.isEmpty() ? null : next;
  }

  private static double charge(Answer answer) {
    String charge = answer.header("query-charge");
    try {
      return charge == null ? 0 : Double.parseDouble(charge);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
