package io.github.adtauth.internal.http;

import io.github.adtauth.AdtException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a call was canceled, or its time was over, while it waited for a token. OkHttp makes
 * it the cause of its time-out. Nothing was sent to the resource.
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

  /** Returns a copy that has the reason why an earlier attempt of the call got no token. */
  public TokenWaitEndedException after(AdtException failure) {
    return new TokenWaitEndedException(this, failure);
  }

  /** Returns why an earlier attempt of the call got no token, or null. */
  public @Nullable AdtException earlierFailure() {
    return earlierFailure;
  }

  /** Returns the exception of this type among the causes of a failure, or null. */
  public static @Nullable TokenWaitEndedException causeOf(IOException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof TokenWaitEndedException found) {
        return found;
      }
    }
    return null;
  }
}
