package io.github.adtauth;

/**
 * The token that a web API received is not fit for the on-behalf-of exchange: expired, of another
 * audience, an id token, forged. The web API answers its caller 401, {@code invalid_token}; nobody
 * is to be prompted.
 */
public final class InboundTokenException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception of its details. */
  public InboundTokenException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new InboundTokenException(copy);
  }
}
