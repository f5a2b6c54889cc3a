package io.github.adtauth;

/**
 * Thrown if the token service or the resource is throttling, down, too slow or unreachable. Retry
 * later, after {@link #retryAfter()} if it is present.
 */
public final class UnavailableException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these details. */
  public UnavailableException(ErrorDetails details) {
    super(details);
  }

  @Override
  public boolean isRetryable() {
    return true;
  }

  @Override
  protected AdtException with(ErrorDetails details) {
    return new UnavailableException(details);
  }
}
