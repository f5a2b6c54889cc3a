package io.github.adtauth;

/**
 * The caller stopped waiting: the call was canceled, its thread interrupted (the flag is set
 * again), or the user closed the sign-in.
 */
public final class CallCanceledException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception of its details. */
  public CallCanceledException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new CallCanceledException(copy);
  }
}
