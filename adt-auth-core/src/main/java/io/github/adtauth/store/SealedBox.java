package io.github.adtauth.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts and decrypts values. An encrypted value has this format: version (1 byte), length and id
 * of the key, nonce (12 bytes), and the AES-256-GCM ciphertext of expiry (8 bytes) and value, with
 * its tag (16 bytes). The associated data are the bytes before the nonce and the entry's key.
 * Thread-safe.
 */
final class SealedBox {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final KeyRing ring;
  private final SecureRandom random = new SecureRandom();

  SealedBox(KeyRing ring) {
    this.ring = ring;
  }

  byte[] seal(StoreKey key, Entry entry) {
    byte[] id = ring.currentId().getBytes(StandardCharsets.US_ASCII);
    byte[] head =
        ByteBuffer.allocate(2 + id.length).put(VERSION).put((byte) id.length).put(id).array();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] plain =
        ByteBuffer.allocate(Long.BYTES + entry.value().length)
            .putLong(entry.expiresAtMillis())
            .put(entry.value())
            .array();
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, ring.currentKey(), nonce);
      cipher.updateAAD(head);
      cipher.updateAAD(key.text().getBytes(StandardCharsets.US_ASCII));
      byte[] sealed = cipher.doFinal(plain);
      return ByteBuffer.allocate(head.length + NONCE_BYTES + sealed.length)
          .put(head)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  Entry open(StoreKey key, byte[] sealed) throws UnreadableEntryException {
    if (sealed.length < 2 || sealed[0] != VERSION) {
      throw new UnreadableEntryException(
          "not-sealed", key + " is not encrypted in a known format", null);
    }
    if (sealed.length > TokenStore.MAX_VALUE_BYTES + Entry.SEALING_BYTES) {
      throw new UnreadableEntryException(
          "too-long", key + " is too long for an encrypted value", null);
    }
    int headBytes = 2 + Byte.toUnsignedInt(sealed[1]);
    if (sealed.length < headBytes + NONCE_BYTES + Long.BYTES + TAG_BYTES) {
      throw new UnreadableEntryException(
          "truncated", key + " is too short for an encrypted value", null);
    }
    SecretKey decryptionKey =
        ring.key(new String(sealed, 2, headBytes - 2, StandardCharsets.ISO_8859_1));
    if (decryptionKey == null) {
      throw new UnreadableEntryException(
          "unknown-key", key + " is encrypted with a key that is not on the ring", null);
    }
    byte[] nonce = Arrays.copyOfRange(sealed, headBytes, headBytes + NONCE_BYTES);
    int start = headBytes + NONCE_BYTES;
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, decryptionKey, nonce);
      cipher.updateAAD(sealed, 0, headBytes);
      cipher.updateAAD(key.text().getBytes(StandardCharsets.US_ASCII));
      byte[] plain = cipher.doFinal(sealed, start, sealed.length - start);
      byte[] value = Arrays.copyOfRange(plain, Long.BYTES, plain.length);
      long expiresAt = ByteBuffer.wrap(plain).getLong();
      Arrays.fill(plain, (byte) 0);
      return new Entry(value, expiresAt);
    } catch (GeneralSecurityException e) {
      throw new UnreadableEntryException(
          "not-authentic", key + " was changed, moved or encrypted with another key", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    return cipher;
  }
}
