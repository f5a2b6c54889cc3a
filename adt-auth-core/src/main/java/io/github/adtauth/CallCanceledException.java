package io.github.adtauth;

/**
 * Thrown if the caller stopped waiting. Either the call was canceled, its thread was interrupted
 * (the interrupt flag is restored), or the user closed the sign-in.
 */
public final class CallCanceledException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these details. */
  public CallCanceledException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails details) {
    return new CallCanceledException(details);
  }
}
