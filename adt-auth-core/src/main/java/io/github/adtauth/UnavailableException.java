package io.github.adtauth;

/**
 * The token service or the resource is throttling, down, too slow or not reachable. Try later,
 * after {@link #retryAfter()} where it says so.
 */
public final class UnavailableException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception of its details. */
  public UnavailableException(ErrorDetails details) {
    super(details);
  }

  @Override
  public boolean isRetryable() {
    return true;
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new UnavailableException(copy);
  }
}
