package io.github.adtauth.internal.json;

import com.google.gson.Gson;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.github.adtauth.internal.text.OldLibrary;
import java.io.Reader;

/** Checks the version of Gson that the application uses. */
public final class GsonVersion {
  private static final String MINIMUM = "2.11.0";

  private GsonVersion() {}

  /**
   * Checks that Gson has the methods that this library calls. Loads only classes that are needed
   * anyway.
   *
   * @throws IllegalStateException if Gson is too old; the message says how to raise the version
   */
  public static void check() {
    try {
      new JsonReader(Reader.nullReader()).setStrictness(Strictness.STRICT);
    } catch (LinkageError e) {
      throw new OldLibrary("Gson", MINIMUM, "com.google.code.gson:gson")
          .exception(Gson.class, "com.google.gson.internal.GsonBuildConfig");
    }
  }
}
