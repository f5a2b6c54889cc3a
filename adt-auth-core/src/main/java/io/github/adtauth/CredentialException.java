package io.github.adtauth;

/**
 * The application's own credential (secret, certificate, federated token) cannot be used, or Entra
 * refuses it.
 */
public final class CredentialException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception of its details. */
  public CredentialException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new CredentialException(copy);
  }
}
