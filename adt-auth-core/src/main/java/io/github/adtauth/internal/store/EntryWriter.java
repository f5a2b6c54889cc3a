package io.github.adtauth.internal.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes an entry of a token store: the format version in one byte, followed by the fields. {@link
 * EntryReader} must read them in the same order. Not thread-safe.
 */
public final class EntryWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** Creates a writer for an entry with the given format version, from 0 to 255. */
  public EntryWriter(int version) {
    write(() -> out.writeByte(version));
  }

  /** Writes a long in eight bytes, big-endian. */
  public EntryWriter writeLong(long value) {
    return write(() -> out.writeLong(value));
  }

  /** Writes an instant as milliseconds since the epoch. */
  public EntryWriter writeInstant(Instant value) {
    return writeLong(value.toEpochMilli());
  }

  /** Writes a string of at most 65,535 bytes in modified UTF-8, preceded by its length. */
  public EntryWriter writeString(String value) {
    return write(() -> out.writeUTF(value));
  }

  /** Writes an ASCII string without its length. It must be the last field. */
  public EntryWriter writeRemainingAscii(String value) {
    return write(() -> out.write(value.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Returns the bytes written so far. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private EntryWriter write(Field field) {
    try {
      field.write();
      return this;
    } catch (IOException e) {
      // A byte array stream does not fail, so this is the UTFDataFormatException of writeUTF.
      throw new UncheckedIOException("a field of a stored entry must not exceed 65,535 bytes", e);
    }
  }

  /** Writes one field. */
  @FunctionalInterface
  private interface Field {
    void write() throws IOException;
  }
}
