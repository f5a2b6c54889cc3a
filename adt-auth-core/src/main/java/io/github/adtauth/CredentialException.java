package io.github.adtauth;

/** Entra refuses the application's own credential: secret, certificate or federated token. */
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
