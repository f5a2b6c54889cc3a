package io.github.adtauth.internal.twins;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.adtauth.internal.json.BudgetedJsonReader;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.ServiceResponse;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.twins.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page as it arrives, without a copy of it in between; one that is at hand at once.
 *
 * @param nextName the member that tells where it goes on
 * @param type the class of an item
 * @param adapter what reads an item
 */
public record PageReader<T>(String nextName, Class<T> type, TypeAdapter<T> adapter)
    implements Operation.Decoder<Page<T>> {
  /** What an item may take beside its values: an object of the user has fields of its own. */
  private static final int ITEM = 512;

  /** Takes a page in without reading it. */
  public UnreadPage<T> take(ServiceResponse answer) throws IOException {
    String text = answer.bufferBody();
    return new UnreadPage.Text<>(answer, this, NextLinkScanner.string(text, nextName));
  }

  @Override
  public Page<T> decode(ServiceResponse answer) throws IOException {
    return adapter instanceof Json.ObjectAdapter<T> ours && answer.bufferedBody() != null
        ? ofTree(answer, ours)
        : asItArrives(answer);
  }

  private Page<T> ofTree(ServiceResponse answer, Json.ObjectAdapter<T> ours) throws IOException {
    if (!(answer.tree() instanceof JsonObject page)) {
      throw answer.unexpected("the answer is no page.", null);
    }
    JsonElement value = page.get("value");
    if (value == null) {
      throw answer.unexpected("the answer is no page: it has no value.", null);
    }
    List<T> items = new ArrayList<>();
    for (JsonElement item : value.getAsJsonArray()) {
      if (item.isJsonNull()) {
        throw answer.unexpected("the page has an item that is null.", null);
      }
      items.add(ours.of(item.getAsJsonObject()));
    }
    return page(answer, items, next(answer, page.get(nextName)));
  }

  private static String next(ServiceResponse answer, @Nullable JsonElement next) {
    if (next == null || next.isJsonNull()) {
      return "";
    }
    if (!(next instanceof JsonPrimitive primitive) || primitive.isBoolean()) {
      throw answer.unexpected("the page does not say where it goes on.", null);
    }
    return primitive.getAsString();
  }

  private Page<T> page(ServiceResponse answer, List<T> items, String next) {
    return new Page<>(
        Collections.unmodifiableList(items),
        next.isEmpty() ? null : answer.link(next),
        charge(answer));
  }

  private Page<T> asItArrives(ServiceResponse answer) throws IOException {
    BudgetedJsonReader json = answer.json();
    List<T> value = null;
    String next = "";
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
    answer.requireEnd(json);
    if (value == null) {
      throw answer.unexpected("the answer is no page: it has no value.", null);
    }
    return page(answer, value, next);
  }

  private List<T> items(ServiceResponse answer, BudgetedJsonReader json) throws IOException {
    List<T> items = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      json.charge(ITEM);
      if (json.peek() == JsonToken.NULL) {
        throw answer.unexpected("the page has an item that is null.", null);
      }
      items.add(item(answer, json));
    }
    json.endArray();
    return items;
  }

  private T item(ServiceResponse answer, JsonReader json) throws IOException {
    Exception failure = null;
    try {
      T item = adapter.read(json);
      if (item != null) {
        return item;
      }
    } catch (IOException | RuntimeException e) {
      FatalErrors.throwIfCauseOf(e);
      if (JsonBinding.isOfLibrary(type, adapter)
          || (JsonBinding.isCausedByIo(e) && !answer.isJson())) {
        throw e;
      }
      failure = e;
    }
    throw answer.mismatch(type, json.getPreviousPath(), failure);
  }

  private static String next(JsonReader json) throws IOException {
    if (json.peek() == JsonToken.NULL) {
      json.nextNull();
      return "";
    }
    return json.nextString();
  }

  private static double charge(ServiceResponse answer) {
    String charge = answer.header("query-charge");
    try {
      return charge == null ? 0 : Double.parseDouble(charge);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
