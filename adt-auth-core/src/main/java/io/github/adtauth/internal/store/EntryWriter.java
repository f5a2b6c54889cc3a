package io.github.adtauth.internal.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes an entry of a token store: one byte with the format version, then the fields. {@link
 * EntryReader} reads them in the same order. Not thread-safe.
 */
public final class EntryWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** Creates a writer of an entry in the given format version, from 0 to 255. */
  public EntryWriter(int version) {
    write(() -> out.writeByte(version));
  }

  /** Writes eight bytes, the most significant one first. */
  public EntryWriter writeLong(long value) {
    return write(() -> out.writeLong(value));
  }

  /** Writes an instant as milliseconds since 1970. */
  public EntryWriter writeInstant(Instant value) {
    return writeLong(value.toEpochMilli());
  }

  /** Writes a string of at most 65,535 bytes in modified UTF-8, after its length in two bytes. */
  public EntryWriter writeString(String value) {
    return write(() -> out.writeUTF(value));
  }

  /** Writes ASCII text without its length; it must be the last field. */
  public EntryWriter writeRemainingAscii(String value) {
    return write(() -> out.write(value.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Returns the entry. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private EntryWriter write(Field field) {
    try {
      field.write();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("a field of a stored entry must not exceed 65,535 bytes", e);
    }
  }

  /** Writes one field. */
  @FunctionalInterface
  private interface Field {
    void write() throws IOException;
  }
}
