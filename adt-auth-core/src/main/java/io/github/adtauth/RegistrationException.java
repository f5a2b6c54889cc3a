package io.github.adtauth;

/**
 * The registration or the settings do not fit: unknown client or tenant, missing permission, wrong
 * scope, an instance of another tenant.
 */
public final class RegistrationException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception of its details. */
  public RegistrationException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new RegistrationException(copy);
  }
}
