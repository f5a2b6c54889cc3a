package io.github.adtauth;

/**
 * The answer is not one that the service gives: HTML of a proxy, an empty or endless body, garbage.
 * Nothing of it was kept.
 */
public final class UnexpectedResponseException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception of its details. */
  public UnexpectedResponseException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new UnexpectedResponseException(copy);
  }
}
