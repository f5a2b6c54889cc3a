package io.github.adtauth;

/**
 * Thrown if Entra ID blocks the user of a web API and a new sign-in does not change that. The user
 * is not assigned to the application, the account is disabled or not in the tenant, or a
 * conditional access policy rejects the account, the device or the location. An administrator can
 * change it. A web API responds with 403 and without a challenge, so that its client does not sign
 * in again in a loop. If Entra ID names claims that a new sign-in can satisfy, an {@link
 * InteractionRequiredException} is thrown instead.
 */
public final class SignInBlockedException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these details. */
  public SignInBlockedException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails details) {
    return new SignInBlockedException(details);
  }
}
