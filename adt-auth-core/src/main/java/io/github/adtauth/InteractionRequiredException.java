package io.github.adtauth;

import java.util.Optional;

/**
 * Thrown if Entra ID requires the user to interact. Sign in again, with the {@linkplain #claims()
 * claims} if there are any. A web API responds to its caller with 401 and {@code
 * insufficient_claims}. Only one user is affected: {@link #accountId()}, if the account is known.
 */
public class InteractionRequiredException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these details. */
  public InteractionRequiredException(ErrorDetails details) {
    super(details);
  }

  /** Returns the claims to sign in with, as JSON, if Entra ID requested any. */
  public Optional<String> claims() {
    return Optional.ofNullable(claimsJson());
  }

  @Override
  protected AdtException with(ErrorDetails details) {
    return new InteractionRequiredException(details);
  }
}
