package io.github.adtauth.internal.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;

/** Gson's trees, without its habit of reporting errors of the VM as errors of the JSON. */
public final class JsonTrees {
  private static final int MAX_CAUSES = 20;

  private JsonTrees() {}

  /**
   * Reads the next value; what follows is left in the reader.
   *
   * @throws JsonParseException if it is not JSON
   */
  public static JsonElement next(JsonReader reader) {
    try {
      return JsonParser.parseReader(reader);
    } catch (JsonParseException e) {
      throwVmError(e);
      throw e;
    }
  }

  /**
   * Reads one value from a text, as leniently as Gson's {@code JsonParser}.
   *
   * @throws JsonParseException if it is not JSON
   */
  public static JsonElement lenient(String text) {
    try {
      return JsonParser.parseReader(new StringReader(text));
    } catch (JsonParseException e) {
      throwVmError(e);
      throw e;
    }
  }

  /**
   * Throws the error of the VM, such as an {@link OutOfMemoryError}, that is among the causes of an
   * exception; returns if there is none.
   */
  public static void throwVmError(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof VirtualMachineError error) {
        throw error;
      }
    }
  }
}
