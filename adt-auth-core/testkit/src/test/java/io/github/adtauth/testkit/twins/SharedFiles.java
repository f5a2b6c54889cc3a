package io.github.adtauth.testkit.twins;

import java.nio.file.Path;

/** Finds files of the service that are next to the project, not in it. */
final class SharedFiles {
  private SharedFiles() {}

  static Path path(String name) {
    return Path.of(System.getProperty("adt.shared", "../../../shared"), name);
  }
}
