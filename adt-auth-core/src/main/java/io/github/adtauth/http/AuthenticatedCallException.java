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

  /** Creates an exception that carries a failure. */
  public AuthenticatedCallException(AdtException failure) {
    super(failure.getMessage(), failure);
    this.failure = failure;
  }

  /** Returns the failure, which is also the {@linkplain #getCause() cause}. */
  public AdtException failure() {
    return failure;
  }
}
