package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.text.Redactor;

/** Reads members of Microsoft Graph objects. An absent member counts as empty. Stateless. */
public final class GraphJson {
  private static final int MAX_NAME = 256;

  private GraphJson() {}

  /** Returns a name for display. */
  static String name(JsonObject object, String name) {
    return Redactor.sanitizeId(string(object, name), MAX_NAME);
  }

  /** Returns the text of a string, number or boolean member; empty if it is absent. */
  public static String string(JsonObject object, String name) {
    String value = JsonMembers.scalar(object, name);
    return value == null ? "" : value;
  }

  /** Returns an object member; an empty object if it is absent. */
  public static JsonObject object(JsonObject object, String name) {
    JsonObject value = JsonMembers.object(object, name);
    return value == null ? new JsonObject() : value;
  }
}
