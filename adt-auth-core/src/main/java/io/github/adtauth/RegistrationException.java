package io.github.adtauth;

/**
 * Thrown if the app registration or a setting is wrong: an unknown client or tenant, a missing
 * permission, a wrong scope, or an instance in another tenant.
 */
public final class RegistrationException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these details. */
  public RegistrationException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails details) {
    return new RegistrationException(details);
  }
}
