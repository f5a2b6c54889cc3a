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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a page. Items of this library's types are created from a tree of the whole page. Items of
 * a user's class are read from a JSON reader, without a tree. Measured: reading a page of 1,000
 * relationships from a tree takes half the time of reading it from the reader.
 *
 * @param nextName name of the member with the continuation token or next link
 * @param type class of an item
 * @param adapter reads an item
 */
public record PageReader<T>(String nextName, Class<T> type, TypeAdapter<T> adapter)
    implements Operation.Decoder<Page<T>> {
  /** Budget per item in addition to its JSON values, for the fields of a user's object. */
  private static final int ITEM_OVERHEAD = 512;

  /** Reads the body into memory without parsing it. A link that is not safe is not prefetched. */
  public UnreadPage<T> buffer(ServiceResponse response) throws IOException {
    String next = NextLinkScanner.find(response.text(), nextName);
    return new UnreadPage.Buffered<>(
        response, this, next == null || response.links().isSafe(next) ? next : null);
  }

  @Override
  public Page<T> decode(ServiceResponse response) throws IOException {
    return adapter instanceof Json.ObjectAdapter<T> objectAdapter
        ? fromTree(response, objectAdapter)
        : fromReader(response);
  }

  private Page<T> fromTree(ServiceResponse response, Json.ObjectAdapter<T> objectAdapter)
      throws IOException {
    if (!(response.jsonTree() instanceof JsonObject page)) {
      throw response.unexpected("the response is not a page.", null);
    }
    JsonElement value = page.get("value");
    if (value == null) {
      throw response.unexpected("the response is not a page: it has no member 'value'.", null);
    }
    List<T> items = new ArrayList<>();
    for (JsonElement item : value.getAsJsonArray()) {
      if (item.isJsonNull()) {
        throw response.unexpected("the page contains a null item.", null);
      }
      items.add(objectAdapter.of(item.getAsJsonObject()));
    }
    return page(response, items, next(response, page.get(nextName)));
  }

  private static String next(ServiceResponse response, @Nullable JsonElement next) {
    if (next == null || next.isJsonNull()) {
      return "";
    }
    if (!(next instanceof JsonPrimitive primitive) || primitive.isBoolean()) {
      throw response.unexpected("the page has an invalid continuation token.", null);
    }
    return primitive.getAsString();
  }

  private Page<T> fromReader(ServiceResponse response) throws IOException {
    BudgetedJsonReader json = response.jsonReader();
    List<T> value = null;
    String next = "";
    if (json.peek() != JsonToken.BEGIN_OBJECT) {
      throw response.unexpected("the response is not a page.", null);
    }
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (name.equals("value")) {
        value = items(response, json);
      } else if (name.equals(nextName)) {
        next = next(json);
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw response.unexpected("there is unexpected content after the JSON value.", null);
    }
    if (value == null) {
      throw response.unexpected("the response is not a page: it has no member 'value'.", null);
    }
    return page(response, value, next);
  }

  private List<T> items(ServiceResponse response, BudgetedJsonReader json) throws IOException {
    List<T> items = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      json.charge(ITEM_OVERHEAD);
      if (json.peek() == JsonToken.NULL) {
        throw response.unexpected("the page contains a null item.", null);
      }
      items.add(item(response, json));
    }
    json.endArray();
    return items;
  }

  private T item(ServiceResponse response, JsonReader json) throws IOException {
    Exception failure = null;
    try {
      T item = adapter.read(json);
      if (item != null) {
        return item;
      }
    } catch (IOException | RuntimeException e) {
      FatalErrors.throwIfCauseOf(e);
      if (JsonElement.class.isAssignableFrom(type) // any JSON matches this type
          || JsonBinding.isCausedByBudget(e)
          || (JsonBinding.isCausedByIo(e) && !response.isJson())) {
        throw e;
      }
      failure = e;
    }
    throw response.mismatch(type, json.getPreviousPath(), failure);
  }

  private static String next(JsonReader json) throws IOException {
    if (json.peek() == JsonToken.NULL) {
      json.nextNull();
      return "";
    }
    return json.nextString();
  }

  private Page<T> page(ServiceResponse response, List<T> items, String next) {
    return new Page<>(
        items, next.isEmpty() ? null : response.links().requireSafe(next), charge(response));
  }

  private static double charge(ServiceResponse response) {
    String charge = response.header("query-charge");
    try {
      return charge == null ? 0 : Double.parseDouble(charge);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
