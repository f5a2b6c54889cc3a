package io.github.adtauth.internal.files;

import io.github.adtauth.internal.text.Redactor;
import java.io.Serial;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Thrown when a file is not read because users other than this process's user and root can change
 * it.
 */
public final class UntrustedFileException extends FileSystemException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param problem why the file is not trusted, and how to fix it
   */
  UntrustedFileException(Path file, String problem) {
    super(Redactor.sanitizePath(file), null, problem);
  }

  /** Returns why the file is not trusted, and how to fix it. */
  public String problem() {
    return Objects.requireNonNull(getReason());
  }
}
