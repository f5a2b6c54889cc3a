package io.github.adtauth;

/**
 * Nobody has consented to the application for the resource, or the user declined. A web API answers
 * its caller 403, {@code insufficient_scope}.
 */
public final class ConsentRequiredException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception of its details. */
  public ConsentRequiredException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new ConsentRequiredException(copy);
  }
}
