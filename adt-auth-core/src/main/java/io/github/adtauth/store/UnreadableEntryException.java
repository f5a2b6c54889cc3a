package io.github.adtauth.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An entry is there and makes no sense. Never leaves the room: it is a miss. */
final class UnreadableEntryException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why, in one word of a fixed few: what is logged once. */
  final String kind;

  UnreadableEntryException(String kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }
}
