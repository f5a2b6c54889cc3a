package io.github.adtauth;

/**
 * Thrown if a response cannot come from the service, such as a proxy's HTML page, an empty or an
 * endless body, or malformed JSON. The exception does not keep any of it.
 */
public final class UnexpectedResponseException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these details. */
  public UnexpectedResponseException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails details) {
    return new UnexpectedResponseException(details);
  }
}
