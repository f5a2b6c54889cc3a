package io.github.adtauth.twins;

import org.jspecify.annotations.Nullable;

/**
 * Where reading an answer failed, and of what kind the failure was, without its words: those of
 * Gson and OkHttp quote what the service sent, and that may be the token it was sent.
 */
final class UnquotedException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 8;

  private UnquotedException(Throwable failure, @Nullable Throwable cause) {
    super(failure.getClass().getName(), cause, false, true);
    setStackTrace(failure.getStackTrace());
  }

  static @Nullable UnquotedException of(@Nullable Throwable failure) {
    return of(failure, DEEPEST);
  }

  private static @Nullable UnquotedException of(@Nullable Throwable failure, int deepest) {
    return failure == null || deepest == 0
        ? null
        : new UnquotedException(failure, of(failure.getCause(), deepest - 1));
  }
}
