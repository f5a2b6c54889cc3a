package io.github.adtauth.twins;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder beside the project that holds recorded traffic of the real service and its contract.
 * Tests that read it are skipped where it is absent.
 */
final class Shared {
  private Shared() {}

  /** Returns a folder or file in it. */
  static Path path(String name) {
    Path path = Path.of(System.getProperty("adt.shared", "../../shared")).resolve(name);
    assumeTrue(Files.exists(path), () -> path.toAbsolutePath().normalize() + " is absent");
    return path;
  }
}
