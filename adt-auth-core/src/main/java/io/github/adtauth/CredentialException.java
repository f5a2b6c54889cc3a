package io.github.adtauth;

/**
 * Thrown if the application's own credential (secret, certificate or federated token) cannot be
 * used, or if Entra ID rejects it.
 */
public final class CredentialException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these details. */
  public CredentialException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails details) {
    return new CredentialException(details);
  }
}
