package io.github.adtauth.http;

import io.github.adtauth.AdtException;
import java.io.IOException;

/**
 * Carries an {@link AdtException} through OkHttp, whose interceptors may only throw {@link
 * IOException}.
 */
public final class AuthenticatedCallException extends IOException {
  private static final long serialVersionUID = 1L;

  private final AdtException failure;

  /** Wraps what went wrong. */
  public AuthenticatedCallException(AdtException failure) {
    super(failure.getMessage(), failure);
    this.failure = failure;
  }

  /** Returns what went wrong; the same as {@link #getCause()}. */
  public AdtException failure() {
    return failure;
  }
}
