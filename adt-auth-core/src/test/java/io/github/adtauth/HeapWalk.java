package io.github.adtauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.google.gson.JsonElement;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Visits all library objects that are reachable from an object, like a debugger or a reflective
 * serializer. Collects their string forms and the fields whose text is a secret. It visits JDK
 * collections and Caffeine caches, but no other types. Thread-safe.
 */
final class HeapWalk {
  private static final String OURS = "io.github.adtauth.";

  private final Canary canary;
  private final Set<Held> held = ConcurrentHashMap.newKeySet();
  private final Set<Class<?>> collectedTypes = ConcurrentHashMap.newKeySet();

  HeapWalk(Canary canary) {
    this.canary = canary;
  }

  private record Held(String field, String text) {}

  private record Step(String field, @Nullable Object value) {}

  void from(String where, Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Step> next = new ArrayDeque<>(List.of(new Step(where, root)));
    while (!next.isEmpty()) {
      Step step = next.remove();
      Object value = step.value;
      if (value != null && seen.add(value)) {
        String text = text(value);
        if (text != null) {
          held.add(new Held(step.field, text));
        } else if (isLibraryType(value.getClass())) {
          collect(value);
          fields(value, next);
        } else {
          inside(value).forEach(item -> next.add(new Step(step.field, item)));
        }
      }
    }
  }

  private static @Nullable String text(Object value) {
    if (value instanceof byte[] bytes) {
      return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    } else if (value instanceof char[] chars) {
      return new String(chars);
    }
    boolean isText =
        value instanceof CharSequence
            || value instanceof URI
            || value instanceof HttpUrl
            || value instanceof Path
            || value instanceof JsonElement;
    return isText ? value.toString() : null;
  }

  private void collect(Object value) {
    collectedTypes.add(value.getClass());
    if (!value.getClass().isHidden()) {
      canary.collect("toString of " + value.getClass().getSimpleName(), value.toString());
    }
  }

  private static void fields(Object value, Deque<Step> next) {
    for (Class<?> type = value.getClass(); isLibraryType(type); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          try {
            next.add(new Step(name(type, field), field.get(value)));
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
  }

  /** Returns the name of a field; for a lambda that of its declaring class, which is stable. */
  private static String name(Class<?> type, Field field) {
    String name = type.getName().substring(type.getPackageName().length() + 1);
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name + "." + field.getName() : name.substring(0, lambda) + ".(lambda)";
  }

  private static Collection<?> inside(Object value) {
    if (value instanceof Collection<?> items) {
      return List.of(items.toArray());
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue()))
          .toList();
    } else if (value instanceof Cache<?, ?> cache) {
      return List.of(cache.asMap());
    } else if (value instanceof Optional<?> optional) {
      return optional.stream().toList();
    } else if (value instanceof AtomicReference<?> reference) {
      return Optional.ofNullable(reference.get()).stream().toList();
    } else if (value.getClass().isArray() && !value.getClass().componentType().isPrimitive()) {
      return java.util.stream.IntStream.range(0, Array.getLength(value))
          .mapToObj(i -> Optional.ofNullable(Array.get(value, i)))
          .toList();
    }
    return List.of();
  }

  /** Returns whether a type is main code; tests contain the secrets that they compare with. */
  static boolean isLibraryType(@Nullable Class<?> type) {
    if (type == null || !type.getName().startsWith(OURS)) {
      return false;
    }
    return type.getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .equals(Secret.class.getProtectionDomain().getCodeSource().getLocation());
  }

  Set<String> holders() {
    Set<String> holders = new TreeSet<>();
    held.forEach(
        text -> {
          if (!canary.marks.in(text.text).isEmpty()) {
            holders.add(text.field);
          }
        });
    return holders;
  }

  Set<Class<?>> collectedTypes() {
    return collectedTypes;
  }
}
