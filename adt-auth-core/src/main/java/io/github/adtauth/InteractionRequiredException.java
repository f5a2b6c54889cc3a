package io.github.adtauth;

import java.util.Optional;

/**
 * Entra wants more of the user: sign in again, with the {@linkplain #claims() claims} where there
 * are any. A web API passes the demand on to its caller (401, {@code insufficient_claims}). The
 * demand concerns one user: {@link #accountId()}, where the account is known.
 */
public class InteractionRequiredException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception of its details. */
  public InteractionRequiredException(ErrorDetails details) {
    super(details);
  }

  /** Returns the claims to sign in with, as JSON, where Entra named them. */
  public Optional<String> claims() {
    return Optional.ofNullable(claimsJson());
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new InteractionRequiredException(copy);
  }
}
