package io.github.adtauth.internal.text;

import org.jspecify.annotations.Nullable;

/**
 * Finds errors that are never reported as another failure: those of the JVM, such as {@link
 * OutOfMemoryError}, and those of missing or incompatible classes ({@link LinkageError}). Futures,
 * OkHttp, MSAL4J and Gson wrap them as the cause of an exception.
 */
public final class FatalErrors {
  private static final int MAX_CAUSES = 20;

  private FatalErrors() {}

  /** Throws the first such error among the causes of an exception; returns if there is none. */
  public static void throwIfCauseOf(Throwable failure) {
    Error error = causeOf(failure);
    if (error != null) {
      throw error;
    }
  }

  /** Returns the first such error among an exception and its causes, or null. */
  public static @Nullable Error causeOf(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof VirtualMachineError || cause instanceof LinkageError) {
        return (Error) cause;
      }
    }
    return null;
  }
}
