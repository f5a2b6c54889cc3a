package io.github.adtauth.testkit.standalone;

import io.github.adtauth.testkit.twins.TwinsEmulator;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file with the models, twins and relationships of an instance, in the import format. */
final class GraphFile {
  private final Path path;

  GraphFile(Path path) {
    this.path = path;
  }

  /**
   * Loads the file into an empty instance. Does nothing if there is no file.
   *
   * @throws IOException if the file cannot be read, or is not a valid import file
   */
  void load(TwinsEmulator twins) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try {
      twins.importFile(Files.readString(path));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new IOException(path + " is not a valid import file: " + e.getMessage(), e);
    }
  }

  /** Replaces the file as a whole. */
  void save(TwinsEmulator twins) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path folder = absolute.resolveSibling("");
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, "graph", ".tmp");
    try {
      try (Writer out = Files.newBufferedWriter(temporary)) {
        twins.exportFile(out);
      }
      try {
        Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
