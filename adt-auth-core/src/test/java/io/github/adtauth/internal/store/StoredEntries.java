package io.github.adtauth.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/** Reads the frozen entries in the test resources: one of each format version. */
public final class StoredEntries {
  private StoredEntries() {}

  /** Returns the bytes of {@code stored/NAME.hex}. */
  public static byte[] read(String name) {
    try (InputStream in = StoredEntries.class.getResourceAsStream("/stored/" + name + ".hex")) {
      byte[] text = Objects.requireNonNull(in, name).readAllBytes();
      return HexFormat.of().parseHex(new String(text, StandardCharsets.US_ASCII).strip());
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  /** Returns an entry with another version byte. */
  public static byte[] withVersion(int version, byte[] entry) {
    byte[] copy = entry.clone();
    copy[0] = (byte) version;
    return copy;
  }
}
