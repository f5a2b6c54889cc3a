package io.github.adtauth.internal.store;

import java.io.IOException;

/** Thrown when a newer version of this library wrote an entry, in a format unknown to this one. */
public final class NewerVersionException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception for an entry with a later version than is supported. */
  public NewerVersionException(int version, int supported) {
    super(
        "a newer version of adt-auth wrote the entry: format version "
            + version
            + ", but at most "
            + supported
            + " is supported");
  }
}
