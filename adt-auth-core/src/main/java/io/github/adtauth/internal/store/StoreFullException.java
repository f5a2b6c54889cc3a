package io.github.adtauth.internal.store;

import java.io.IOException;
import java.io.Serial;

/** A store that works, but has no space for another entry. The message names the fix. */
public final class StoreFullException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** Creates the exception; the message continues a sentence and may be displayed. */
  public StoreFullException(String message) {
    super(message);
  }
}
