package io.github.adtauth.twins;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder next to the project with recorded traffic and the contract of the real service. Tests
 * that read it are skipped if it is absent.
 */
final class Shared {
  private Shared() {}

  /** Returns a folder or file in the shared folder. */
  static Path path(String name) {
    Path path = Path.of(System.getProperty("adt.shared", "../../shared")).resolve(name);
    assumeTrue(Files.exists(path), () -> path.toAbsolutePath().normalize() + " is absent");
    return path;
  }
}
