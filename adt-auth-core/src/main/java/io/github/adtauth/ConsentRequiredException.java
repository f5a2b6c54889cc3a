package io.github.adtauth;

/**
 * Thrown if consent to the application's permission is missing, or if the user declined it. A web
 * API responds to its caller with 403 and {@code insufficient_scope}.
 */
public final class ConsentRequiredException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these details. */
  public ConsentRequiredException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails details) {
    return new ConsentRequiredException(details);
  }
}
