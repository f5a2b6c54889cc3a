package io.github.adtauth.internal.twins;

import com.google.gson.FieldNamingStrategy;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import com.google.gson.reflect.TypeToken;
import io.github.adtauth.internal.json.OptionalAdapter;
import io.github.adtauth.twins.TwinComponent;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a user's class that Gson alone does not handle as the service expects.
 *
 * @param components names of the components
 * @param optionals optional members, each with all names under which it may be read
 */
record TwinMembers(List<String> components, List<List<String>> optionals) {
  static final TwinMembers NONE = new TwinMembers(List.of(), List.of());

  /** Inspects the fields of a class and of its superclasses. */
  static TwinMembers of(Class<?> type, FieldNamingStrategy naming) {
    List<String> components = new ArrayList<>();
    List<List<String>> optionals = new ArrayList<>();
    for (Class<?> c = type; c != null && isUserType(c); c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!isMember(field)) {
          continue;
        }
        if (isComponent(field)) {
          components.add(names(field, naming).get(0));
        }
        if (OptionalAdapter.isOptional(field.getType())) {
          optionals.add(names(field, naming));
        }
      }
    }
    return components.isEmpty() && optionals.isEmpty()
        ? NONE
        : new TwinMembers(List.copyOf(components), List.copyOf(optionals));
  }

  /** Returns whether a class, a superclass or an interface of it is marked as a component. */
  static boolean isComponent(@Nullable Class<?> type) {
    if (type == null || !isUserType(type)) {
      return false;
    }
    return type.isAnnotationPresent(TwinComponent.class)
        || isComponent(type.getSuperclass())
        || Arrays.stream(type.getInterfaces()).anyMatch(TwinMembers::isComponent);
  }

  /** Returns whether Gson reads and writes a field by default. */
  static boolean isMember(Field field) {
    int modifiers = field.getModifiers();
    return !Modifier.isStatic(modifiers)
        && !Modifier.isTransient(modifiers)
        && !field.isSynthetic();
  }

  /** Returns whether a class may be a user's: not a primitive, an array or a class of the JDK. */
  static boolean isUserType(Class<?> type) {
    return !type.isPrimitive()
        && !type.isArray()
        && !type.getName().startsWith("java.")
        && !type.getName().startsWith("com.google.gson.");
  }

  private static boolean isComponent(Field field) {
    Class<?> type = field.getType();
    if (OptionalAdapter.isOptional(type)) {
      type = TypeToken.get(OptionalAdapter.contentType(field.getGenericType())).getRawType();
    }
    return field.isAnnotationPresent(TwinComponent.class) || isComponent(type);
  }

  private static List<String> names(Field field, FieldNamingStrategy naming) {
    SerializedName annotation = field.getAnnotation(SerializedName.class);
    if (annotation == null) {
      return List.of(naming.translateName(field));
    }
    List<String> names = new ArrayList<>();
    names.add(annotation.value());
    names.addAll(List.of(annotation.alternate()));
    return List.copyOf(names);
  }

  /** Adds the {@code $metadata} that the service requires to each component. */
  void completeComponents(JsonObject json) {
    for (String name : components) {
      JsonElement component = json.get(name);
      if (component == null || component.isJsonNull()) {
        JsonObject empty = new JsonObject();
        addMetadata(empty);
        json.add(name, empty);
      } else if (component instanceof JsonObject object) {
        addMetadata(object);
      }
    }
  }

  static void addMetadata(JsonObject component) {
    JsonElement metadata = component.get("$metadata");
    if (metadata == null || metadata.isJsonNull()) {
      component.add("$metadata", new JsonObject());
    }
  }

  /** Adds null for each optional member that is absent: Gson would leave the field itself null. */
  void completeOptionals(JsonObject json) {
    for (List<String> names : optionals) {
      if (names.stream().noneMatch(json::has)) {
        json.add(names.get(0), JsonNull.INSTANCE);
      }
    }
  }
}
