package io.github.adtauth.store;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256 keys with ids. The first key encrypts, and all keys decrypt.
 *
 * <p>To rotate a key, put a new one first. After a key is removed from the ring, entries under that
 * key are misses. {@link #toString} returns the ids, never a key. Temporary copies of keys are
 * wiped; the keys themselves stay in memory as long as the ring. Immutable and thread-safe.
 */
public final class KeyRing {
  static final int KEY_BYTES = 32;
  private static final int MAX_KEYS = 32;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  private final String currentId;
  private final SecretKey currentKey;
  private final Map<String, SecretKey> keys;

  private KeyRing(Map<String, SecretKey> keys) {
    this.keys = keys;
    Map.Entry<String, SecretKey> first = keys.entrySet().iterator().next();
    currentId = first.getKey();
    currentKey = first.getValue();
  }

  /**
   * Creates a ring with one key. The bytes are copied; the caller may wipe them.
   *
   * @param id up to 32 letters, digits, dots, dashes and underscores; stored with each entry
   * @throws IllegalArgumentException if the id is invalid or the key does not have 32 bytes
   */
  public static KeyRing of(String id, byte[] key) {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    add(keys, id, key);
    return new KeyRing(keys);
  }

  /**
   * Parses a ring of the form {@code id:base64,id:base64}. The first key is the current one. Keys
   * are separated by commas or white space.
   *
   * @throws IllegalArgumentException if the text is malformed; the message names the position of
   *     the key and does not quote it
   */
  public static KeyRing parse(String text) {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    for (String item : SEPARATOR.split(text.strip(), -1)) {
      int colon = item.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException(number(keys) + " must have the form id:base64");
      }
      byte[] key = decode(item.substring(colon + 1), number(keys));
      try {
        add(keys, item.substring(0, colon), key);
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    }
    return new KeyRing(keys);
  }

  /**
   * Returns a copy with a further key that decrypts but does not encrypt.
   *
   * @throws IllegalArgumentException if the id is invalid or already used, the key does not have 32
   *     bytes, or the ring already has 32 keys
   */
  public KeyRing withDecryptionKey(String id, byte[] key) {
    Map<String, SecretKey> extended = new LinkedHashMap<>(keys);
    add(extended, id, key);
    return new KeyRing(extended);
  }

  /** Returns the id of the key that encrypts. */
  public String currentId() {
    return currentId;
  }

  SecretKey currentKey() {
    return currentKey;
  }

  @Nullable SecretKey key(String id) {
    return keys.get(id);
  }

  @Override
  public String toString() {
    return "KeyRing" + keys.keySet();
  }

  private static void add(Map<String, SecretKey> keys, String id, byte[] key) {
    String number = number(keys);
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          number + " must have an id of 1 to 32 letters, digits, dots, dashes and underscores");
    }
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          number + " must have " + KEY_BYTES + " bytes: " + key.length);
    }
    if (keys.size() == MAX_KEYS) {
      throw new IllegalArgumentException(
          "a key ring must not have more than " + MAX_KEYS + " keys");
    }
    if (keys.putIfAbsent(id, new SecretKeySpec(key, "AES")) != null) {
      throw new IllegalArgumentException(number + " has the same id as an earlier one");
    }
  }

  private static byte[] decode(String base64, String number) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // Don't chain the exception: its message quotes the key.
      throw new IllegalArgumentException(number + " must be base64");
    }
  }

  private static String number(Map<String, SecretKey> previous) {
    return "key " + (previous.size() + 1) + " of the ring";
  }
}
