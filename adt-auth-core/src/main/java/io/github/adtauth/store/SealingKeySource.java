package io.github.adtauth.store;

import io.github.adtauth.internal.os.OperatingSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Provides the keys that encrypt a store. It is called when a store is created, not for each entry.
 * Implementations must be thread-safe.
 */
@FunctionalInterface
public interface SealingKeySource {
  /** The environment variable with the keys, {@code id:base64,id:base64}, current key first. */
  String VARIABLE = "ADT_SEALING_KEYS";

  /**
   * Returns the keys.
   *
   * @throws IOException if the keys are not available
   * @throws IllegalArgumentException if the keys are malformed; the message does not contain them
   */
  KeyRing keyRing() throws IOException;

  /** Returns a source of the given ring. */
  static SealingKeySource of(KeyRing ring) {
    Objects.requireNonNull(ring, "ring");
    return () -> ring;
  }

  /** Returns a source that reads the environment variable {@value #VARIABLE}. */
  static SealingKeySource fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /** Returns a source that reads {@value #VARIABLE} of the given environment. */
  static SealingKeySource fromEnvironment(Map<String, String> environment) {
    Objects.requireNonNull(environment, "environment");
    return () -> {
      String text = OperatingSystem.current().environment(environment).get(VARIABLE);
      if (text == null || text.isBlank()) {
        throw new IOException(
            "no encryption keys found: set " + VARIABLE + " to id:base64 of 32 random bytes");
      }
      try {
        return KeyRing.parse(text);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(VARIABLE + ": " + e.getMessage(), e);
      }
    };
  }

  /**
   * Returns a source that reads a file that only its owner can access. If the file is missing, it
   * is created with a random key. A key file protects copies and backups of the store's folder that
   * do not contain the key. It does not protect against programs that run as the same user, because
   * they can read both.
   *
   * <p>To rotate the key, insert a line {@code id:base64} before the existing one. To discard it,
   * delete the file; all entries then become misses. On POSIX systems a file is rejected if its
   * group or others can access it, if its owner is neither the user of this process nor root, or if
   * others own its folder or can write to it, or may have created a symbolic link on the way to it.
   * A file of root may be readable by its group. On Windows only the owner of a new file can access
   * it, and existing files are not checked.
   *
   * @param file the key file; its folder should contain only keys and is created if it is missing
   * @param storeFolder the folder of the store, which must not contain the file
   * @throws IllegalArgumentException if the file is inside the store's folder
   */
  static SealingKeySource fromKeyFile(Path file, Path storeFolder) {
    return new KeyFile(file, storeFolder);
  }
}
