package io.github.adtauth.testkit.internal;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Creates and recognizes GUIDs. */
public final class Guids {
  private static final String GUID =
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

  private Guids() {}

  /** Returns the same GUID for the same seed in each run. */
  public static String fromSeed(String seed) {
    return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Returns whether a text has the form of a GUID. */
  public static boolean isGuid(String text) {
    return text.matches(GUID);
  }
}
