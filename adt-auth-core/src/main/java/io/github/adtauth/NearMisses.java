package io.github.adtauth;

import io.github.adtauth.internal.text.Redactor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that were passed over although they look like those of a needed setting: in a section of
 * a file, under the name that another library gives them, or misspelled. They are never used, only
 * named when the setting is missing; until then nothing is computed. Not thread-safe while it is
 * filled.
 */
final class NearMisses {
  private static final int MAX_KEYS = 1_000;
  private static final int MAX_NAMED = 5;

  private final List<Key> keys;

  NearMisses() {
    this(new ArrayList<>());
  }

  private NearMisses(List<Key> keys) {
    this.keys = keys;
  }

  /** A key that was passed over, and where. */
  private record Key(String name, @Nullable String source) {
    @Override
    public String toString() {
      String place = source == null ? " in the environment" : source;
      return "'" + Redactor.redactSetting(name) + "'" + place;
    }
  }

  NearMisses copy() {
    return new NearMisses(List.copyOf(keys));
  }

  /**
   * Remembers a key of a file.
   *
   * @param name as it stands there, with the sections above it
   * @param source is appended to the key in a sentence
   */
  void add(String name, String source) {
    addKey(name, source);
  }

  /** Remembers the names of environment variables. */
  void addVariables(Set<String> names) {
    for (String name : names) {
      addKey(name, null);
    }
  }

  private void addKey(String name, @Nullable String source) {
    if (keys.size() < MAX_KEYS) {
      keys.add(new Key(name, source));
    }
  }

  /** Returns a sentence that names the keys passed over, or an empty text if there are none. */
  String hint(Setting setting) {
    Set<String> named = new LinkedHashSet<>();
    for (Key key : keys) {
      if (named.size() < MAX_NAMED
          && (key.source() != null || SimilarNames.isVariable(key.name()))
          && SimilarNames.settingOf(key.name()) == setting) {
        named.add(key.toString());
      }
    }
    return named.isEmpty() ? "" : " Passed over: " + String.join(", ", named) + ".";
  }
}
