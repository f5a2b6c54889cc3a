package io.github.adtauth.internal.text;

import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * A library that the application's build may have set to a version that is too old.
 *
 * @param name the library's name
 * @param minimum the lowest version that works
 * @param artifacts the artifacts to set to that version in a build
 */
public record OldLibrary(String name, String minimum, String artifacts) {
  /**
   * Returns the exception to throw if the library is too old.
   *
   * @param type a class of the library; the message says which file it is from
   * @param versionHolder the class with the library's {@code VERSION}; null if the jar's manifest
   *     has the version
   */
  public IllegalStateException exception(Class<?> type, @Nullable String versionHolder) {
    String version = version(type, versionHolder);
    return new IllegalStateException(
        name
            + (version == null ? " of an older version" : " " + version)
            + location(type)
            + " is in use, but adt-auth needs "
            + minimum
            + " or newer: set "
            + artifacts
            + " to at least "
            + minimum
            + " in the dependencyManagement of your Maven build or the constraints of your Gradle"
            + " build.");
  }

  private static @Nullable String version(Class<?> type, @Nullable String holder) {
    if (holder == null) {
      return type.getPackage().getImplementationVersion();
    }
    try {
      Class<?> versions = Class.forName(holder, true, type.getClassLoader());
      return versions.getField("VERSION").get(null) instanceof String version ? version : null;
    } catch (ReflectiveOperationException | LinkageError e) {
      return null; // the message names the file anyway
    }
  }

  private static String location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null ? "" : " (" + source.getLocation() + ")";
  }
}
