package io.github.adtauth;

/**
 * Entra ID does not let the user of a web API in, and signing in again does not change that: the
 * user is not assigned to the application, the account is disabled or not in the tenant, or a
 * conditional access policy rejects the account, the device or the place. An administrator can
 * change it. A web API responds with 403 and without a challenge, so that its client does not sign
 * in again in a loop. Where Entra ID names claims that a new sign-in can satisfy, it is an {@link
 * InteractionRequiredException} instead.
 */
public final class SignInBlockedException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these details. */
  public SignInBlockedException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new SignInBlockedException(copy);
  }
}
