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
 * AES-256 keys under ids. The first one seals, all of them open, so a key is replaced by putting a
 * new one before it. A key that is taken off the ring turns what it sealed into misses. Immutable,
 * thread-safe; share it. It prints the ids, never a key; the copies of keys it makes on the way are
 * wiped, the one it works with stays in memory as long as the ring.
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
   * Makes a ring of one key; the bytes are copied and stay the caller's to wipe.
   *
   * @param id up to 32 letters, digits, dots, dashes and underscores; stored beside what it seals
   * @throws IllegalArgumentException if the id has another form or the key is not 32 bytes
   */
  public static KeyRing of(String id, byte[] key) {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    add(keys, id, key);
    return new KeyRing(keys);
  }

  /**
   * Reads a ring from text, {@code id:base64,id:base64}; the first key is the current one. Commas
   * and white space separate.
   *
   * @throws IllegalArgumentException if the text has another form; it says which key is wrong and
   *     how, and quotes nothing
   */
  public static KeyRing parse(String text) {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    for (String item : SEPARATOR.split(text.strip(), -1)) {
      int colon = item.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException(number(keys) + " is not of the form id:base64");
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
   * Returns this ring with one more key, that opens and does not seal.
   *
   * @throws IllegalArgumentException if the id has another form or is taken, the key is not 32
   *     bytes, or there are 32 keys already
   */
  public KeyRing withDecryptionKey(String id, byte[] key) {
    Map<String, SecretKey> more = new LinkedHashMap<>(keys);
    add(more, id, key);
    return new KeyRing(more);
  }

  /** Returns the id of the key that seals. */
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
          number + " has an id that is not 1 to 32 letters, digits, dots, dashes and underscores");
    }
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          number + " has " + key.length + " bytes, AES-256 needs " + KEY_BYTES);
    }
    if (keys.size() == MAX_KEYS) {
      throw new IllegalArgumentException("a key ring holds at most " + MAX_KEYS + " keys");
    }
    if (keys.putIfAbsent(id, new SecretKeySpec(key, "AES")) != null) {
      throw new IllegalArgumentException(number + " has the id of one before it");
    }
  }

  private static byte[] decode(String base64, String number) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) { // without its message, which quotes
      throw new IllegalArgumentException(number + " is not base64");
    }
  }

  private static String number(Map<String, SecretKey> before) {
    return "key " + (before.size() + 1) + " of the ring";
  }
}
