package io.github.adtauth.internal.files;

import io.github.adtauth.internal.text.Redactor;
import java.io.Serial;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that was not read, because users other than this process's user and root can change it.
 */
public final class UntrustedFileException extends FileSystemException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates an exception for a file; {@code problem} is the reason not to trust it, with the fix.
   */
  UntrustedFileException(Path file, String problem) {
    super(Redactor.sanitizePath(file), null, problem);
  }

  /** Returns the reason not to trust the file, with the fix. */
  public String problem() {
    return Objects.requireNonNull(getReason());
  }
}
