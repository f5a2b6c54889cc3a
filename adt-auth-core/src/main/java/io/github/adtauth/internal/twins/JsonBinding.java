package io.github.adtauth.internal.twins;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import io.github.adtauth.internal.json.JsonBudget;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.text.RequestSecrets;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes which field of a user's class cannot be read or written, and why. Stateless. */
public final class JsonBinding {
  private static final int MAX_REASON = 500;
  private static final int MAX_CAUSES = 20;
  private static final String LINK = "See https://";
  private static final Pattern PATH = Pattern.compile("at path (\\$\\S*)");
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  private JsonBinding() {}

  /**
   * Returns the adapter of a class.
   *
   * @throws IllegalArgumentException if Gson has none
   */
  static <T> TypeAdapter<T> adapter(Gson gson, Class<T> type) {
    try {
      return gson.getAdapter(type);
    } catch (RuntimeException e) {
      FatalErrors.throwIfCauseOf(e);
      throw JsonBindingException.unsupported(
          type.getName()
              + " cannot be read from JSON: "
              + unsupportedField(gson, type)
              + reason(e, new RequestSecrets()),
          e);
    }
  }

  /** Returns whether a failure may be caused by malformed JSON rather than by the class. */
  static boolean isCausedByIo(Throwable failure) {
    return hasCause(failure, IOException.class::isInstance);
  }

  /** Returns whether a failure is caused by an exceeded budget. */
  static boolean isCausedByBudget(Throwable failure) {
    return hasCause(failure, JsonBudget::isExceeded);
  }

  private static boolean hasCause(Throwable failure, Predicate<Throwable> predicate) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (predicate.test(cause)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the path of the value that an adapter cannot read. Reads the JSON as text, because only
   * a reader of text has a path after a failure.
   */
  static String failedPath(JsonElement json, TypeAdapter<?> adapter) {
    JsonReader reader = new JsonReader(new StringReader(json.toString()));
    try {
      var unused = adapter.read(reader);
      return "$";
    } catch (IOException | RuntimeException e) {
      return reader.getPreviousPath();
    }
  }

  /** Returns "field x of type y: ", or an empty string if no field is unsupported. */
  static String unsupportedField(Gson gson, Class<?> type) {
    Field field = find(gson, type, new HashSet<>());
    return field == null
        ? ""
        : "field "
            + field.getDeclaringClass().getName()
            + "."
            + field.getName()
            + " of type "
            + field.getGenericType().getTypeName()
            + ": ";
  }

  private static @Nullable Field find(Gson gson, Class<?> type, Set<Class<?>> seen) {
    for (Class<?> c = type; c != null && TwinMembers.isUserType(c); c = c.getSuperclass()) {
      if (!seen.add(c)) {
        return null;
      }
      for (Field field : c.getDeclaredFields()) {
        if (TwinMembers.isMember(field) && !isSupported(gson, field)) {
          Field inner = find(gson, field.getType(), seen);
          return inner == null ? field : inner;
        }
      }
    }
    return null;
  }

  private static boolean isSupported(Gson gson, Field field) {
    try {
      var unused = gson.getAdapter(TypeToken.get(field.getGenericType()));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * Returns "field $.x: reason".
   *
   * @param path path of the value at which the reader failed
   */
  public static String fieldAndReason(
      String path, @Nullable Throwable failure, RequestSecrets secrets) {
    if (failure == null) {
      return "an anonymous or local class cannot be read";
    }
    String reason = reason(failure, secrets);
    return "field " + Redactor.sanitizeId(exactPath(path, reason), 300) + ": " + reason;
  }

  /** Prefers the path of Gson's message: the reader may be one value away from it. */
  private static String exactPath(String path, String reason) {
    Matcher matcher = PATH.matcher(reason);
    if (!matcher.find()) {
      return path;
    }
    String inMessage = matcher.group(1);
    boolean same =
        inMessage.startsWith(path)
            || INDEX.matcher(path).replaceAll("").equals(INDEX.matcher(inMessage).replaceAll(""));
    // An object with optional members is read as a separate tree, whose paths start at its root.
    return same ? inMessage : path + inMessage.substring(1);
  }

  private static String reason(Throwable failure, RequestSecrets secrets) {
    Throwable cause = failure;
    // Prefer a constructor's exception, because the message of Gson's wrapper lists all arguments.
    while (cause.getCause() != null
        && cause.getMessage() != null
        && (cause.getMessage().startsWith("Failed to invoke")
            || cause.getMessage().equals(cause.getCause().toString()))) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    String text = message == null || message.isBlank() ? cause.getClass().getName() : message;
    return Redactor.sanitize(withoutLink(text), MAX_REASON, secrets);
  }

  /** Removes the link at the end of Gson's messages. The text may be long and hostile. */
  private static String withoutLink(String text) {
    String message = text.strip();
    int link = message.lastIndexOf(LINK);
    boolean isLast = link >= 0 && message.indexOf(' ', link + LINK.length()) < 0;
    return isLast ? message.substring(0, link).strip() : message;
  }
}
