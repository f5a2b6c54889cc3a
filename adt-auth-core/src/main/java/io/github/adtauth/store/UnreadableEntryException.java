package io.github.adtauth.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown when an entry exists but cannot be read. The stores of this package report a miss. */
final class UnreadableEntryException extends IOException {
  private static final long serialVersionUID = 1;

  /** The kind of failure, from a fixed set of values. Each kind is logged only once. */
  final String kind;

  UnreadableEntryException(String kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }
}
