package io.github.adtauth.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Where the sealing keys come from. Asked when a store is made, not for each entry. Implementations
 * are thread-safe; nothing to close.
 */
@FunctionalInterface
public interface SealingKeySource {
  /** The environment variable with the keys, {@code id:base64,id:base64}, the current one first. */
  String VARIABLE = "ADT_SEALING_KEYS";

  /**
   * Returns the keys.
   *
   * @throws IOException if they cannot be had
   * @throws IllegalArgumentException if they have another form; never quotes them
   */
  KeyRing keyRing() throws IOException;

  /** Gives this ring. */
  static SealingKeySource of(KeyRing ring) {
    Objects.requireNonNull(ring, "ring");
    return () -> ring;
  }

  /** Reads the environment variable {@value #VARIABLE}. */
  static SealingKeySource fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /** Reads the variable {@value #VARIABLE} of this environment. */
  static SealingKeySource fromEnvironment(Map<String, String> environment) {
    Objects.requireNonNull(environment, "environment");
    return () -> {
      String text = environment.get(VARIABLE);
      if (text == null || text.isBlank()) {
        throw new IOException(
            "there are no sealing keys: set " + VARIABLE + " to id:base64 of 32 random bytes");
      }
      try {
        return KeyRing.parse(text);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(VARIABLE + ": " + e.getMessage(), e);
      }
    };
  }

  /**
   * Reads a file that only its owner may use, and writes it with a random key when there is none. A
   * key file protects copies and backups of the store's folder that do not hold the key as well. It
   * does not protect against programs that run as the same user: they can read both.
   *
   * <p>To replace the key, put a line {@code id:base64} before the one there is; to forget it,
   * delete the file, and all entries become misses. On POSIX systems a file is rejected that group
   * or others have a right to, that belongs to another user than this process's and root, or whose
   * folder others own or may write to; a file of root may be readable for its group. On Windows its
   * rights are those of its folder.
   *
   * @param file the key file; its folder is for keys alone, created owner-only where missing
   * @param storeFolder the folder of the store, that the file must be outside of
   * @throws IllegalArgumentException if the file is inside the store's folder
   */
  static SealingKeySource fromKeyFile(Path file, Path storeFolder) {
    return new KeyFile(file, storeFolder);
  }
}
