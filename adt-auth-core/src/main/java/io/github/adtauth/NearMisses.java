package io.github.adtauth;

import io.github.adtauth.internal.text.Redactor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The unknown keys that may have been meant as a required setting: in a section of a file, under
 * the name that another library uses, or misspelled. They are never used. The message for a missing
 * setting names them; until then nothing is computed. Not thread-safe while keys are added.
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

  /** An unknown key and its source. */
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
   * Adds a key of a file.
   *
   * @param name the key with the sections above it
   * @param source a phrase that follows the key in a sentence
   */
  void add(String name, String source) {
    addKey(name, source);
  }

  /** Adds the names of environment variables. */
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

  /** Returns a sentence that names the similar keys, or an empty text if there are none. */
  String hint(Setting setting) {
    Set<String> named = new LinkedHashSet<>();
    for (Key key : keys) {
      if (named.size() < MAX_NAMED
          && (key.source() != null || SimilarNames.isVariable(key.name()))
          && SimilarNames.settingOf(key.name()) == setting) {
        named.add(key.toString());
      }
    }
    return named.isEmpty() ? "" : " Ignored similar names: " + String.join(", ", named) + ".";
  }
}
