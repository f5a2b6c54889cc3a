package io.github.adtauth.internal.store;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Reads an entry that {@link EntryWriter} wrote. Entries are untrusted input: they may be
 * truncated, or written by another version of this library. Not thread-safe.
 *
 * <p>Version <i>n</i> of a format reads version <i>n</i> - 1, so that nodes can be updated one at a
 * time. It rejects later versions.
 */
public final class EntryReader {
  private final DataInputStream in;
  private final int version;

  /**
   * Creates a reader and reads the version.
   *
   * @param currentVersion the latest version of the format that the caller supports
   * @throws NewerVersionException if the entry has a later version
   * @throws IOException if the entry is empty
   */
  public EntryReader(byte[] entry, int currentVersion) throws IOException {
    in = new DataInputStream(new ByteArrayInputStream(entry));
    version = in.readUnsignedByte();
    if (version > currentVersion) {
      throw new NewerVersionException(version, currentVersion);
    }
  }

  /** Returns the format version of the entry. */
  public int version() {
    return version;
  }

  /** Reads a long of eight bytes, big-endian. */
  public long readLong() throws IOException {
    return in.readLong();
  }

  /** Reads an instant of milliseconds since the epoch. */
  public Instant readInstant() throws IOException {
    return Instant.ofEpochMilli(in.readLong());
  }

  /**
   * Reads a string that is preceded by its length.
   *
   * @throws IOException if the string is malformed or has more than {@code maxLength} characters
   */
  public String readString(int maxLength) throws IOException {
    String value = in.readUTF();
    if (value.length() > maxLength) {
      throw new IOException("a string has more than " + maxLength + " characters");
    }
    return value;
  }

  /** Reads all remaining bytes as an ASCII string. */
  public String readRemainingAscii() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
  }

  /**
   * Checks that all fields were read.
   *
   * @throws IOException if bytes remain
   */
  public void requireEnd() throws IOException {
    if (in.available() > 0) {
      throw new IOException("the entry has " + in.available() + " bytes after its last field");
    }
  }
}
