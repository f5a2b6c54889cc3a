package io.github.adtauth.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown if an entry exists and cannot be read. Stores of this package treat it as a miss. */
final class UnreadableEntryException extends IOException {
  private static final long serialVersionUID = 1;

  /** The kind of failure, one of a fixed set. Each kind is logged once. */
  final String kind;

  UnreadableEntryException(String kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }
}
