package io.github.adtauth.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The key of an entry: its kind and a SHA-256 hash of the parts that identify it. The hash includes
 * the length of each part, so {@code ("ab", "c")} and {@code ("a", "bc")} differ. The parts are not
 * kept. Immutable and thread-safe.
 */
public final class StoreKey {
  private static final String PREFIX = "adt-auth/v1/";
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private final String kind;
  private final String hex;
  private final String text;

  private StoreKey(String kind, byte[] hash) {
    this.kind = kind;
    hex = HexFormat.of().formatHex(hash);
    text = PREFIX + kind + '/' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /**
   * Creates a key.
   *
   * @param kind the kind of the entry, such as {@code session}; also hashed
   * @param parts the values that identify the entry within its kind; at least one
   * @throws IllegalArgumentException if the kind is not up to 32 lower-case letters, digits and
   *     dashes, there is no part, or a part is not valid Unicode
   */
  public static StoreKey of(String kind, String... parts) {
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "kind must be 1 to 32 lower-case letters, digits and dashes, starting with a letter");
    }
    if (parts.length == 0) {
      throw new IllegalArgumentException("parts must not be empty");
    }
    MessageDigest digest = sha256();
    add(digest, PREFIX + kind);
    for (String part : parts) {
      add(digest, part);
    }
    return new StoreKey(kind, digest.digest());
  }

  /** Returns the kind. */
  public String kind() {
    return kind;
  }

  /** Returns the key as text: {@code adt-auth/v1/{kind}/{base64url of the hash}}. */
  public String text() {
    return text;
  }

  /** Returns a file name that is unique even if the file system ignores case. */
  String fileName() {
    return "v1-" + kind + '-' + hex;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoreKey that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  private static void add(MessageDigest digest, String part) {
    try {
      // getBytes would replace every unpaired surrogate by the same question mark.
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(part));
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.remaining()));
      digest.update(bytes);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("parts must be valid Unicode", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
