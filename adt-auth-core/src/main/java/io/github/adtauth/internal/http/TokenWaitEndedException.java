package io.github.adtauth.internal.http;

import io.github.adtauth.AdtException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a call is canceled or times out while it waits for a token. OkHttp makes it the cause
 * of the timeout exception. Nothing was sent to the resource.
 */
public final class TokenWaitEndedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final @Nullable AdtException earlierFailure;

  /** Creates an exception for a call that was waiting for its first token. */
  public TokenWaitEndedException(IOException cause) {
    this(cause, null);
  }

  private TokenWaitEndedException(Throwable cause, @Nullable AdtException earlierFailure) {
    super("Canceled", cause);
    this.earlierFailure = earlierFailure;
  }

  /** Returns a copy with the failure of an earlier attempt of the call to acquire a token. */
  public TokenWaitEndedException after(AdtException failure) {
    return new TokenWaitEndedException(this, failure);
  }

  /** Returns the failure of an earlier attempt of the call to acquire a token, or null. */
  public @Nullable AdtException earlierFailure() {
    return earlierFailure;
  }

  /** Returns the exception of this type among the causes of a failure, or null. */
  public static @Nullable TokenWaitEndedException causeOf(IOException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof TokenWaitEndedException ended) {
        return ended;
      }
    }
    return null;
  }
}
