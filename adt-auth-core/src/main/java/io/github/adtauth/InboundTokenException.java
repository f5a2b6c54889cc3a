package io.github.adtauth;

/**
 * Thrown if the token that a web API received is not valid for the on-behalf-of exchange, because
 * it has expired, was issued for another audience, is an ID token or is forged. The web API
 * responds to its caller with 401 and {@code invalid_token}. The user must not be prompted.
 */
public final class InboundTokenException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these details. */
  public InboundTokenException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails details) {
    return new InboundTokenException(details);
  }
}
