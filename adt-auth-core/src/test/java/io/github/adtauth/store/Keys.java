package io.github.adtauth.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** Encryption keys for tests, derived from their ids. */
final class Keys {
  private Keys() {}

  static byte[] key(String id) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
  }

  static KeyRing ring(String current, String... old) throws Exception {
    KeyRing ring = KeyRing.of(current, key(current));
    for (String id : old) {
      ring = ring.withDecryptionKey(id, key(id));
    }
    return ring;
  }

  static String text(String id) throws Exception {
    return id + ':' + Base64.getEncoder().encodeToString(key(id));
  }
}
